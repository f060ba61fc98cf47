import type { JsonObject } from '@bufbuild/protobuf'
import type { Session as SessionMessage } from '../../../../gen/peermetrics/call/v1/session_pb.js'
import type { Session } from '../../model/call.ts'
import { optionalMs } from './time.ts'

export const toSession = (session: SessionMessage): Session => ({
  id: session.id,
  personId: session.participantId,
  from: optionalMs(session.createTime) ?? 0,
  to: optionalMs(session.endTime),
  browser: nameAndVersion(session.platform, 'browser'),
  operatingSystem: nameAndVersion(session.platform, 'os'),
  place: [session.geoLocation?.city, session.geoLocation?.countryCode].filter(Boolean).join(', '),
  appVersion: session.appVersion,
})

/** "Chrome 156", "Mac OS 14": the first part of the version only. */
function nameAndVersion(platform: JsonObject | undefined, field: string): string {
  const { name, version } = asFields(platform?.[field])
  if (typeof name !== 'string') return ''
  const major = typeof version === 'string' ? /^\d+/.exec(version)?.[0] : undefined
  return major === undefined ? name : `${name} ${major}`
}

const asFields = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
