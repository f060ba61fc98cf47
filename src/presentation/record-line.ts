import type { ParticipantRecord } from '../services/privacy/export-participant.ts'
import {
  conferenceObject,
  connectionObject,
  eventObject,
  issueObject,
  participantObject,
  sessionObject,
  trackObject,
} from './objects.ts'

function objectOf(record: ParticipantRecord): object {
  switch (record.kind) {
    case 'participant':
      return participantObject(record.value)
    case 'conference':
      // How the call was for the participant is held, too.
      return { ...conferenceObject(record.value), participant_verdict: record.verdict ?? null }
    case 'session':
      return {
        ...sessionObject(record.value.session),
        // The HTTP routes do not print it, but it is held.
        client_address: record.value.session.clientAddress ?? null,
        issues: record.value.issueIds,
      }
    case 'connection':
      return connectionObject(record.value)
    case 'track':
      return trackObject(record.value)
    case 'issue':
      return issueObject(record.value)
    case 'event':
      return eventObject(record.value)
  }
}

/** A line of JSON Lines: `{"kind": "session", "record": {…}}`, with its line feed. */
export const recordLine = (record: ParticipantRecord): string =>
  `${JSON.stringify({ kind: record.kind, record: objectOf(record) })}\n`
