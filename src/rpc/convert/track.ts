import { create } from '@bufbuild/protobuf'
import {
  MediaKind,
  MediaStreamTrackState,
  TrackDirection,
  TrackSchema,
} from '../../../gen/peermetrics/call/v1/track_pb.js'
import { invalid } from '../../domain/values/errors.ts'
import { asString, type JsonValue } from '../../domain/values/json.ts'
import type { Track } from '../../storage/entities/track.ts'
import { instantField, valueField } from './fields.ts'

const kinds = { audio: MediaKind.AUDIO, video: MediaKind.VIDEO }

const directions = { inbound: TrackDirection.INBOUND, outbound: TrackDirection.OUTBOUND }

const readyState = (state: JsonValue): MediaStreamTrackState =>
  state === 'live'
    ? MediaStreamTrackState.LIVE
    : state === 'ended'
      ? MediaStreamTrackState.ENDED
      : MediaStreamTrackState.UNSPECIFIED

/** The stored track as the RPCs show it. */
export const trackMessage = (track: Track) =>
  create(TrackSchema, {
    id: track.id,
    sessionId: track.session,
    connectionId: track.connection ?? undefined,
    trackIdentifier: track.trackId,
    kind: track.kind ? kinds[track.kind] : MediaKind.UNSPECIFIED,
    direction: directions[track.direction],
    label: track.label ?? '',
    muted: track.info.muted ?? undefined,
    enabled: typeof track.info.enabled === 'boolean' ? track.info.enabled : undefined,
    readyState: readyState(track.info.readyState),
    contentHint: asString(track.info.contentHint) ?? '',
    capabilities: valueField(track.info.capabilities),
    constraints: track.info.constraints.length === 0 ? undefined : valueField(track.info.constraints),
    settings: valueField(track.info.settings),
    createTime: instantField(track.createdAt),
  })

/** A direction of requests; undefined: any. @throws DomainError invalid_parameters for one that is not known */
export function directionOf(direction: TrackDirection): Track['direction'] | undefined {
  switch (direction) {
    case TrackDirection.UNSPECIFIED:
      return undefined
    case TrackDirection.INBOUND:
      return 'inbound'
    case TrackDirection.OUTBOUND:
      return 'outbound'
    default:
      throw invalid('direction is not known', { field: 'direction' })
  }
}
