import { geoLocation } from '../../domain/call/geo-location.ts'
import { asObject } from '../../domain/values/json.ts'
import type { SourceSession } from '../source/rows.ts'
import type { CallFacts } from './call-facts.ts'
import type { IdMap } from './id-map.ts'
import { parsed } from './json-column.ts'

/** The row of a session. */
export function convertSession(
  session: SourceSession,
  appId: string,
  ids: IdMap,
  facts: CallFacts,
): Record<string, unknown> {
  const { requests, failures } = facts.session(session.id)
  const geo = asObject(parsed(session.geo_ip))
  return {
    id: session.id,
    app_id: appId,
    conference_id: ids.conference,
    participant_id: ids.participant(session.participant_id),
    constraints: session.constraints,
    devices: session.devices,
    platform: session.platform,
    metadata: session.metadata,
    geo_ip: JSON.stringify(
      geoLocation({
        countryCode: geo['country_code'],
        regionCode: geo['region_code'],
        city: geo['city'],
        latitude: geo['latitude'],
        longitude: geo['longitude'],
      }),
    ),
    app_version: session.app_version,
    webrtc_sdk: session.webrtc_sdk,
    info: session.session_info ?? '{}',
    call_start: session.call_start,
    end_time: session.end_time,
    duration: session.duration,
    receipts: '[]',
    active_seconds: '{}',
    media_requests: requests,
    media_failures: failures,
    created_at: session.created_at,
  }
}
