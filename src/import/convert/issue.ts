import { hash } from 'node:crypto'
import type { SourceIssue } from '../source/rows.ts'

/** Codes that are raised once for each different details. */
const detailed = ['getusermedia_error', 'icecandidateerror']

/** Codes about a participant in a whole call. */
const ofParticipants = ['low_emos', 'very_low_emos']

/** Key of an issue's subject: each code is kept once a call and subject. */
export function issueSubject(issue: SourceIssue, participantId: string | null): string {
  const participant = ofParticipants.includes(issue.code) ? participantId : null
  const about = participant ?? issue.connection_id ?? issue.session_id
  return issue.data !== null && detailed.includes(issue.code)
    ? `${about} ${hash('sha1', JSON.stringify(JSON.parse(issue.data)), 'base64url')}`
    : about
}
