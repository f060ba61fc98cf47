import type { EntityManager } from '@mikro-orm/postgresql'
import { NIL } from 'uuid'
import { eventWithoutPeer, type PeerNames, reportWithoutPeer } from '../../domain/privacy/erased-peer.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { query } from '../engine/sql.ts'
import { packReport, unpackReport } from '../events/report-packing.ts'

/** Reports that are in memory at once. */
const BATCH = 250

interface PeerReport {
  id: string
  data: JsonValue
  packed: Uint8Array | null
  dictionary: number | null
  trackCount: number | null
}

/** Takes the names and addresses of a peer out of what others reported about their connections to it. */
export async function coverPeer(
  em: EntityManager,
  { conferenceId, peerId, names }: { conferenceId: string; peerId: string; names: PeerNames },
): Promise<void> {
  const connections = await query<{ id: string }>(
    em,
    'select id from connection where conference_id = $1 and peer_id = $2',
    [conferenceId, peerId],
  )
  const connectionIds = connections.map(({ id }) => id)
  let last: string = NIL
  for (;;) {
    const reports = await query<PeerReport>(
      em,
      `select id, data, report as packed, dictionary, track_count as "trackCount" from event
        where conference_id = $1 and id > $3 and (peer_id = $2 or connection_id = any($4::uuid[]))
        order by id limit ${BATCH}`,
      [conferenceId, peerId, last, connectionIds],
    )
    for (const report of reports) await cover(em, conferenceId, report, names)
    const end = reports.at(-1)
    if (!end || reports.length < BATCH) return
    last = end.id
  }
}

async function cover(
  em: EntityManager,
  conferenceId: string,
  { id, data, packed, dictionary, trackCount }: PeerReport,
  names: PeerNames,
): Promise<void> {
  if (packed && dictionary !== null) {
    const covered = packReport(
      Buffer.from(JSON.stringify(reportWithoutPeer(unpackReport(packed, dictionary)))),
      trackCount ?? 0,
    )
    await query(em, 'update event set report = $3, dictionary = $4 where conference_id = $1 and id = $2', [
      conferenceId,
      id,
      covered.report,
      covered.dictionary,
    ])
    return
  }
  const before = JSON.stringify(data)
  const after = JSON.stringify(eventWithoutPeer(data, names))
  if (after !== before) {
    await query(em, 'update event set data = $3 where conference_id = $1 and id = $2', [conferenceId, id, after])
  }
}
