import { unpackReport } from '../../../src/storage/events/report-packing.ts'
import type { TestDatabase } from '../../support/database.ts'
import type { Acknowledged } from './patient-clients.ts'
import { readTogether } from './stored-events.ts'

/** What a database has of what patient clients of that name have sent. */
export async function storedOf(database: TestDatabase, name: string): Promise<Acknowledged> {
  const ofCall = `conference_id in (select id from conference where external_id = '${name}')`
  const { reports, tracks, users } = await readTogether(database, {
    reports: `select encode(report, 'base64') as report, dictionary from event where type = 'stats' and ${ofCall}`,
    tracks: `select track.track_id from event join track on track.id = event.track_id
              where event.type = 'ontrack' and event.${ofCall}`,
    users: `select distinct participant.external_id from session join participant on participant.id = participant_id
             where session.${ofCall} and participant.external_id like '${name}-%'`,
  })
  return {
    stats: reports.map(({ report, dictionary }) =>
      timestampOf(unpackReport(Buffer.from(report, 'base64'), dictionary)),
    ),
    tracks: tracks.map(row => row['track_id']),
    users: users.map(row => row['external_id']),
  }
}

const timestampOf = (report: unknown): number =>
  Number((report as { connection?: { timestamp?: number } }).connection?.timestamp)

/** How what is stored differs from what was acknowledged. */
export interface Difference {
  lost: string[]
  doubled: string[]
  /** Stored without having been acknowledged: of a client that stopped waiting. */
  unknown: string[]
}

export function compareWithStored(acknowledged: Acknowledged, stored: Acknowledged): Difference {
  const counts = new Map<string, number>()
  for (const name of namesOf(stored)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const sent = new Set(namesOf(acknowledged))
  return {
    lost: [...sent].filter(name => !counts.has(name)),
    doubled: [...counts].filter(([, count]) => count > 1).map(([name]) => name),
    unknown: [...counts.keys()].filter(name => !sent.has(name)),
  }
}

const namesOf = ({ stats, tracks, users }: Acknowledged): string[] => [
  ...stats.map(number => `report ${number}`),
  ...tracks.map(name => `track ${name}`),
  ...users.map(name => `user ${name}`),
]
