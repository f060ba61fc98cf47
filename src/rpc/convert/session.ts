import { create, fromJson } from '@bufbuild/protobuf'
import { durationFromMs, ValueSchema } from '@bufbuild/protobuf/wkt'
import { SessionSchema } from '../../../gen/peermetrics/call/v1/session_pb.js'
import { isJsonObject, type JsonValue } from '../../domain/json.ts'
import type { Session } from '../../storage/entities/session.ts'
import { instant } from './instant.ts'

const struct = (value: JsonValue | null | undefined) => (isJsonObject(value) ? value : undefined)

/** The stored session as the RPCs show it. */
export const sessionMessage = (session: Session) =>
  create(SessionSchema, {
    id: session.id,
    conferenceId: session.conference,
    participantId: session.participant,
    platform: struct(session.platform),
    devices:
      session.devices === null || session.devices === undefined ? undefined : fromJson(ValueSchema, session.devices),
    constraints: struct(session.constraints),
    meta: struct(session.metadata),
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
    createTime: instant(session.createdAt),
    callStartTime: instant(session.callStart),
    endTime: instant(session.endTime),
    duration: durationFromMs(Math.round(session.duration * 1000)),
  })
