import pg from 'pg'
import type { Config } from '../config/config.ts'
import { convertApp } from './convert/app.ts'
import { convertUser } from './convert/user.ts'
import { readAccounts, type SourceAccounts, TAKEN_KEYS } from './copy-accounts.ts'
import { Listing } from './listing.ts'
import type { ImportOptions } from './run-import.ts'
import { recogniseSource, sourceTables } from './source/recognise.ts'
import { SourceDatabase } from './source/source-database.ts'

/**
 * Bytes here for each byte there, tables and indexes: 0.35 were measured with calls of the SDK, most of whose bytes are
 * stats reports.
 */
const SIZE_RATIO = 0.5

/** Says what an import would do, and changes nothing. */
export async function dryRun(
  target: Pick<Config, 'databaseUrl'>,
  { from, appIds, since }: Pick<ImportOptions, 'from' | 'appIds' | 'since'>,
  say: (line: string) => void,
): Promise<void> {
  await using source = await SourceDatabase.open(from)
  say(`A PeerMetrics database, up to migration ${await recogniseSource(source)}.`)
  const accounts = await readAccounts(source, appIds)
  const listing = new Listing()
  await listAccounts(target, accounts, listing)
  await source.snapshot(async () => {
    for (const app of accounts.apps) {
      const [row] = await source.query<{ calls: number; people: number }>(
        `select (select count(*) from conference where app_id = $1 and is_active
                    and ($2::timestamptz is null or ongoing or coalesce(end_time, created_at) >= $2))::int as calls,
                (select count(*) from participant where app_id = $1 and is_active)::int as people`,
        [app.id, since?.toISOString() ?? null],
      )
      say(
        `  ${app.name} (${app.id}): ${row?.calls} calls, ${row?.people} participants${app.is_active ? '' : '; deleted'}`,
      )
    }
    await listDuplicates(source, listing)
    for (const table of sourceTables) await countTable(source, table, listing, say)
  })
  const [size] = await source.query<{ megabytes: number }>(
    `select (sum(pg_total_relation_size(('public.' || quote_ident(name))::regclass)) / 1048576)::float8 as megabytes
       from unnest($1::text[]) as name`,
    [sourceTables],
  )
  const megabytes = size?.megabytes ?? 0
  say(`Size there: ${Math.ceil(megabytes)} MB; disk needed here: about ${Math.ceil(megabytes * SIZE_RATIO)} MB.`)
  const lines = listing.lines()
  say(lines.length > 0 ? ['Would be left out or changed:', ...lines].join('\n') : 'Nothing would be left out.')
  say('Nothing was changed.')
}

async function listAccounts(
  { databaseUrl }: Pick<Config, 'databaseUrl'>,
  { apps, users }: SourceAccounts,
  listing: Listing,
): Promise<void> {
  for (const app of apps) convertApp(app, listing)
  const owners = new Map<string, string>()
  const keys = JSON.stringify(apps.map(({ id, api_key }) => ({ id, api_key })))
  if (databaseUrl) {
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'peermetrics import' })
    await client.connect()
    try {
      const { rows } = await client.query(`select to_regclass('user_account') is not null as "isThere"`)
      if (rows[0]?.isThere) {
        const known = await client.query<{ id: string; email: string }>('select id, email from user_account')
        for (const { id, email } of known.rows) owners.set(email, id)
        const taken = await client.query<{ id: string; name: string }>(TAKEN_KEYS, [keys])
        for (const { id, name } of taken.rows) listing.add('app whose API key another app here has', `${id}: ${name}`)
      }
    } finally {
      await client.end()
    }
  }
  for (const user of users) convertUser(user, owners, listing)
}

async function listDuplicates(source: SourceDatabase, listing: Listing): Promise<void> {
  const [row] = await source.query<{ tracks: number }>(
    `select count(*)::int - count(distinct (session_id, track_id))::int as tracks from app_track where is_active`,
  )
  listing.count('further row of a track that its session has already', row?.tracks ?? 0)
}

async function countTable(
  source: SourceDatabase,
  table: string,
  listing: Listing,
  say: (line: string) => void,
): Promise<void> {
  const hasFlag = table !== 'participant_conferences'
  const [row] = await source.query<{ rows: number; deleted: number }>(
    `select count(*)::float8 as rows, ${hasFlag ? 'count(*) filter (where not is_active)' : '0'}::float8 as deleted from ${table}`,
  )
  say(`  ${table}: ${(row?.rows ?? 0).toLocaleString('en')} rows`)
  const isMoved = table === 'organization' || table === 'app' || table === 'users'
  if (!isMoved) listing.count(`deleted row of ${table}`, row?.deleted ?? 0)
}
