import { create } from '@bufbuild/protobuf'
import { SessionSchema } from '../../../gen/peermetrics/call/v1/session_pb.js'
import type { Session } from '../../storage/entities/session.ts'
import type { SessionBrief } from '../../storage/queries/sessions.ts'
import { durationField, instantField, structField, valueField } from './fields.ts'

/** The stored session as the RPCs show it; lists have no `constraints`. */
export const sessionMessage = (session: SessionBrief & Partial<Session>, issueIds: readonly string[] = []) =>
  create(SessionSchema, {
    id: session.id,
    conferenceId: session.conference,
    participantId: session.participant,
    platform: structField(session.platform),
    devices: valueField(session.devices),
    constraints: structField(session.constraints),
    meta: structField(session.metadata),
    geoLocation: {
      countryCode: session.geoIp.countryCode ?? '',
      regionCode: session.geoIp.regionCode ?? '',
      city: session.geoIp.city ?? '',
      latitude: session.geoIp.latitude ?? undefined,
      longitude: session.geoIp.longitude ?? undefined,
    },
    appVersion: session.appVersion ?? '',
    webrtcSdk: session.webrtcSdk ?? '',
    clientAddress: session.clientAddress ?? '',
    createTime: instantField(session.createdAt),
    callStartTime: instantField(session.callStart),
    endTime: instantField(session.endTime),
    duration: durationField(session.duration),
    issueIds: [...issueIds],
  })
