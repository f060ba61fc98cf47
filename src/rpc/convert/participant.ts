import { create } from '@bufbuild/protobuf'
import { ParticipantActivitySchema, ParticipantSchema } from '../../../gen/peermetrics/call/v1/participant_pb.js'
import type { Participant } from '../../storage/entities/participant.ts'
import type { ParticipantActivity } from '../../storage/queries/participant-activities.ts'
import { instantField } from './fields.ts'

/** The stored participant as the RPCs show it. */
export const participantMessage = (participant: Participant, activity?: ParticipantActivity | undefined) =>
  create(ParticipantSchema, {
    id: participant.id,
    appId: participant.app,
    externalId: participant.externalId,
    name: participant.name ?? '',
    isSfu: participant.isSfu,
    createTime: instantField(participant.createdAt),
    activity: activity && activityMessage(activity),
  })

const activityMessage = ({ lastSeenAt, counts }: ParticipantActivity) =>
  create(ParticipantActivitySchema, {
    lastSeenTime: instantField(lastSeenAt),
    conferenceCount: Object.values(counts).reduce((sum, count) => sum + count, 0),
    goodCount: counts.good,
    fairCount: counts.fair,
    poorCount: counts.poor,
    badCount: counts.bad,
    unjudgedCount: counts.unjudged,
  })
