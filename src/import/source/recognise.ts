import { ImportError } from '../import-error.ts'
import type { SourceDatabase } from './source-database.ts'

/** Columns that are read, by table. `docs/moving-in.md` names the tables that are not. */
const columns: Readonly<Record<string, readonly string[]>> = {
  organization: ['id', 'name', 'created_at', 'is_active'],
  app: [
    ...['id', 'name', 'api_key', 'domain', 'interval', 'recording', 'durations_days', 'created_at', 'is_active'],
    'organization_id',
  ],
  users: [
    ...['id', 'username', 'email', 'first_name', 'last_name', 'password', 'is_superuser', 'is_active'],
    ...['date_joined', 'last_login', 'organization_id'],
  ],
  conference: [
    ...['id', 'conference_id', 'conference_name', 'conference_info', 'start_time', 'call_start', 'end_time'],
    ...['ongoing', 'duration', 'created_at', 'is_active', 'app_id'],
  ],
  participant: ['id', 'participant_id', 'participant_name', 'is_sfu', 'created_at', 'is_active', 'app_id'],
  participant_conferences: ['participant_id', 'conference_id'],
  app_session: [
    ...['id', 'constraints', 'devices', 'platform', 'metadata', 'geo_ip', 'app_version', 'webrtc_sdk', 'session_info'],
    ...['duration', 'end_time', 'call_start', 'created_at', 'is_active', 'conference_id', 'participant_id'],
  ],
  app_connection: [
    ...['id', 'type', 'state', 'connection_info', 'start_time', 'end_time', 'duration', 'created_at', 'is_active'],
    ...['conference_id', 'participant_id', 'peer_id', 'session_id'],
  ],
  app_track: [
    ...['id', 'kind', 'direction', 'track_id', 'label', 'track_info', 'created_at', 'is_active', 'connection_id'],
    'session_id',
  ],
  app_issue: [
    ...['id', 'type', 'code', 'data', 'created_at', 'is_active', 'conference_id', 'connection_id', 'participant_id'],
    ...['session_id', 'track_id'],
  ],
  app_genericevent: [
    ...['id', 'type', 'category', 'data', 'created_at', 'is_active', 'app_id', 'conference_id', 'connection_id'],
    ...['participant_id', 'peer_id', 'session_id', 'track_id'],
  ],
  summary: ['conference_id', 'status', 'version', 'end_time', 'data', 'is_active'],
}

/** Tables that are copied. */
export const sourceTables = Object.keys(columns)

/** The columns are the same in all of them. */
const KNOWN_MIGRATIONS = [
  '0001_initial',
  '0002_conference_unique_conference_id_app',
  '0003_conference_unique_together',
  '0004_dashboard_indexes',
]

/**
 * Makes sure that everything can be read and understood before anything is copied.
 * @returns the newest migration of the existing server
 * @throws ImportError naming what is missing
 */
export async function recogniseSource(source: SourceDatabase): Promise<string> {
  await requireTables(source)
  await requireRights(source)
  await requireColumns(source)
  return await requireKnownMigration(source)
}

async function requireTables(source: SourceDatabase): Promise<void> {
  const names = [...sourceTables, 'django_migrations']
  const rows = await source.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename = any($1)`,
    [names],
  )
  const found = new Set(rows.map(({ name }) => name))
  const missing = names.filter(name => !found.has(name))
  if (missing.length > 0) {
    throw new ImportError(`This is not the database of a PeerMetrics server: it has no table ${missing.join(', ')}`)
  }
}

async function requireRights(source: SourceDatabase): Promise<void> {
  const names = [...sourceTables, 'django_migrations']
  const rows = await source.query<{ name: string }>(
    `select name from unnest($1::text[]) as name where not has_table_privilege('public.' || quote_ident(name), 'select')`,
    [names],
  )
  if (rows.length === 0) return
  const tables = rows.map(({ name }) => name).join(', ')
  throw new ImportError(
    `The user of the database to import from may not read ${tables}: grant it "select" on all tables`,
  )
}

async function requireColumns(source: SourceDatabase): Promise<void> {
  const rows = await source.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
  )
  const found = new Set(rows.map(({ name }) => name))
  const missing = Object.entries(columns)
    .flatMap(([table, names]) => names.map(name => `${table}.${name}`))
    .filter(name => !found.has(name))
  if (missing.length > 0) {
    throw new ImportError(`The database to import from has an unknown schema: it has no column ${missing.join(', ')}`)
  }
}

async function requireKnownMigration(source: SourceDatabase): Promise<string> {
  const rows = await source.query<{ name: string }>(
    `select name from django_migrations where app = 'app' order by name`,
  )
  const applied = rows.map(({ name }) => name)
  const unknown = applied.filter(name => !KNOWN_MIGRATIONS.includes(name))
  if (unknown.length > 0) {
    throw new ImportError(
      `The database to import from is of a newer server: its migration ${unknown.join(', ')} is not known here (up to ${KNOWN_MIGRATIONS.at(-1)} are). Update this server first.`,
    )
  }
  if (!applied.includes('0001_initial')) {
    throw new ImportError(
      'The database to import from has no migration 0001_initial of PeerMetrics: let its own server migrate it first',
    )
  }
  return applied.at(-1) ?? ''
}
