import type { Conference } from '../../../../gen/peermetrics/call/v1/conference_pb.js'
import type { Participant } from '../../../../gen/peermetrics/call/v1/participant_pb.js'
import type { ConferenceRow } from '../../../../gen/peermetrics/query/v1/conferences_pb.js'
import type { Call, CallRow, Person, Verdict } from '../../model/call.ts'
import { toPersonVerdict, toVerdict } from './judgement.ts'
import { durationMs, optionalMs } from './time.ts'

export const toCall = (conference: Conference): Call => ({
  id: conference.id,
  appId: conference.appId,
  externalId: conference.externalId,
  name: conference.name,
  createdAt: optionalMs(conference.createTime) ?? 0,
  startedAt: optionalMs(conference.startTime),
  endedAt: conference.ongoing ? undefined : optionalMs(conference.endTime),
  isOngoing: conference.ongoing,
  durationMs: durationMs(conference.duration),
})

const unjudged: Verdict = { quality: 'unjudged', reason: '', code: '' }

/** Rows without a conference do not occur. */
export const toCallRows = (rows: readonly ConferenceRow[]): CallRow[] =>
  rows.flatMap(({ conference, ...row }) =>
    conference
      ? [
          {
            call: toCall(conference),
            verdict: row.verdict && toVerdict(row.verdict),
            personVerdict: row.participantVerdict && (toPersonVerdict(row.participantVerdict).verdict ?? unjudged),
            peopleCount: row.participantCount,
            peopleNames: row.participantNames,
            issueCodes: row.issueCodes,
            issueCodeCount: row.issueCodeCount,
          },
        ]
      : [],
  )

export const toPerson = ({ id, externalId, name, isSfu }: Participant): Person => ({ id, externalId, name, isSfu })
