import { create } from '@bufbuild/protobuf'
import { ConferenceSchema } from '../../../gen/peermetrics/call/v1/conference_pb.js'
import { ConferenceRowSchema } from '../../../gen/peermetrics/query/v1/conferences_pb.js'
import type { JsonValue } from '../../domain/values/json.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import type { ConferenceRow } from '../../storage/queries/conferences.ts'
import type { ParticipantVerdict } from '../../storage/queries/verdicts.ts'
import { durationField, filledStructField, instantField } from './fields.ts'
import { participantVerdictMessage, verdictMessage } from './verdict.ts'

/** The stored conference as the RPCs show it. */
export const conferenceMessage = (conference: Conference) =>
  create(ConferenceSchema, {
    id: conference.id,
    appId: conference.app,
    externalId: conference.externalId,
    name: conference.name ?? '',
    info: filledStructField(conference.info as JsonValue),
    createTime: instantField(conference.createdAt),
    startTime: instantField(conference.startTime),
    callStartTime: instantField(conference.callStart),
    endTime: instantField(conference.endTime),
    ongoing: conference.ongoing,
    duration: durationField(conference.duration),
  })

/** Most issue codes of a row. */
const MAX_CODES = 5

export const conferenceRowMessage = (row: ConferenceRow, participantVerdict?: ParticipantVerdict | undefined) =>
  create(ConferenceRowSchema, {
    conference: conferenceMessage(row.conference),
    hasErrors: row.errorCount > 0,
    hasWarnings: row.warningCount > 0,
    participantCount: row.participantCount,
    verdict: verdictMessage(row.conference.verdict),
    issueCodes: row.issueCodes.slice(0, MAX_CODES),
    issueCodeCount: row.issueCodes.length,
    participantNames: row.participantNames,
    participantVerdict: participantVerdict && participantVerdictMessage(participantVerdict),
    errorCount: row.errorCount,
    warningCount: row.warningCount,
  })
