import type { TrackInfo } from '../../domain/call/track.ts'
import { asArray, asObject } from '../../domain/values/json.ts'
import type { SourceTrack } from '../source/rows.ts'
import { parsed } from './json-column.ts'

const kinds: Readonly<Record<string, string>> = { a: 'audio', v: 'video' }

/** The row of a track. @param connectionId null when its connection was left out */
export function convertTrack(track: SourceTrack, appId: string, connectionId: string | null): Record<string, unknown> {
  return {
    id: track.id,
    app_id: appId,
    session_id: track.session_id,
    connection_id: connectionId,
    kind: kinds[track.kind] ?? null,
    direction: track.direction === 'o' ? 'outbound' : 'inbound',
    track_id: track.track_id,
    label: track.label,
    info: JSON.stringify(infoOf(track)),
    created_at: track.created_at,
  }
}

/** Tracks that getUserMedia gave lack some fields. */
function infoOf(track: SourceTrack): TrackInfo {
  const info = asObject(parsed(track.track_info))
  return {
    muted: typeof info['muted'] === 'boolean' ? info['muted'] : null,
    enabled: info['enabled'] ?? null,
    ended: info['ended'] === true,
    readyState: info['readyState'] ?? null,
    contentHint: info['contentHint'] ?? null,
    capabilities: info['capabilities'] ?? null,
    settings: info['settings'] ?? null,
    constraints: asArray(info['constraints']),
  }
}
