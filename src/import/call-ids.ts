import type { EntityManager } from '@mikro-orm/postgresql'
import type { IdMap } from './convert/id-map.ts'
import type { CallRows } from './source/call-rows.ts'
import type { SourceTrack } from './source/rows.ts'
import { findNamesakes, findTracks } from './target/find-existing.ts'

/** Under which ids the rows of some calls are filed. */
export async function findCallIds(em: EntityManager, calls: readonly CallRows[]): Promise<Map<string, IdMap>> {
  const conferences = await findNamesakes(
    em,
    'conference',
    calls.map(({ conference }) => ({ ...conference, external_id: conference.conference_id })),
  )
  const people = calls.flatMap(({ participants }) => participants)
  const participants = await findNamesakes(
    em,
    'participant',
    people.map(({ id, app_id, participant_id }) => ({ id, app_id, external_id: participant_id })),
  )
  const known = await findTracks(
    em,
    calls.flatMap(({ sessions }) => sessions.map(({ id }) => id)),
  )
  const trackIds = new Map(known.map(track => [`${track.sessionId} ${track.trackId}`, track.id]))
  return new Map(
    calls.map(({ conference, tracks }) => {
      const ofTracks = trackMap(tracks, trackIds)
      return [
        conference.id,
        {
          conference: conferences.get(conference.id) ?? conference.id,
          participant: id => participants.get(id) ?? id,
          track: id => (id === null ? null : (ofTracks.get(id) ?? id)),
        },
      ]
    }),
  )
}

/** Of several rows of one track in a session, which are in order of creation, the oldest keeps its id. */
function trackMap(tracks: readonly SourceTrack[], known: ReadonlyMap<string, string>): Map<string, string> {
  const first = new Map(known)
  const map = new Map<string, string>()
  for (const { id, session_id, track_id } of tracks) {
    const key = `${session_id} ${track_id}`
    const kept = first.get(key)
    if (kept === undefined) first.set(key, id)
    else map.set(id, kept)
  }
  return map
}
