import { create } from '@bufbuild/protobuf'
import { ParticipantSchema } from '../../../gen/peermetrics/call/v1/participant_pb.js'
import type { Participant } from '../../storage/entities/participant.ts'
import { instantField } from './fields.ts'

/** The stored participant as the RPCs show it. */
export const participantMessage = (participant: Participant) =>
  create(ParticipantSchema, {
    id: participant.id,
    appId: participant.app,
    externalId: participant.externalId,
    name: participant.name ?? '',
    isSfu: participant.isSfu,
    createTime: instantField(participant.createdAt),
  })
