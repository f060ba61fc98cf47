import { create } from '@bufbuild/protobuf'
import { ConferenceSchema } from '../../../gen/peermetrics/call/v1/conference_pb.js'
import { ConferenceRowSchema } from '../../../gen/peermetrics/query/v1/conferences_pb.js'
import type { JsonValue } from '../../domain/values/json.ts'
import type { ConferenceRow } from '../../services/query/conferences.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import { durationField, filledStructField, instantField } from './fields.ts'

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

export const conferenceRowMessage = ({ conference, ...signs }: ConferenceRow) =>
  create(ConferenceRowSchema, { conference: conferenceMessage(conference), ...signs })
