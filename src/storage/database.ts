import type { PGlite } from '@electric-sql/pglite'
import { Migrator } from '@mikro-orm/migrations'
import { type EntityManager, type Options, MikroORM as PostgresORM } from '@mikro-orm/postgresql'
import { CompiledQuery, type DatabaseConnection, type Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { EmbeddedEngine } from './embedded/engine.ts'
import { entities } from './entities/index.ts'
import { migrations } from './migrations/index.ts'
import { replaceLostClients } from './postgres/lost-clients.ts'
import { ServerWatch } from './postgres/server-watch.ts'
import { PreparingClient } from './prepared-statements.ts'
import { query } from './sql.ts'

/** Where the data is: in the embedded engine, which may still be starting, or on a PostgreSQL server. */
export type DatabaseLocation = { engine: EmbeddedEngine } | { url: string; poolSize: number }

/** The database itself: the embedded engine with the only connection to it, or where the server is. */
export type NativeDatabase = { engine: EmbeddedEngine; kysely: Kysely<unknown> } | { url: string; watch: ServerWatch }

/** An open database, migrated. */
export interface Database {
  /** A fresh entity manager: one per operation. */
  em(): EntityManager
  /** `single`: one connection, on which statements wait for each other. */
  concurrency: 'single' | 'pooled'
  /** For what goes past the ORM: the job queue. */
  native: NativeDatabase
  /** Whether it answers and its schema is the one of this program. */
  isReady(): Promise<boolean>
  close(): Promise<void>
}

/** One migration at a time among all servers of a database. An arbitrary number that nothing else here uses. */
const MIGRATION_LOCK = 7_316_200

const shared = (log: Logger) =>
  ({
    entities,
    extensions: [Migrator],
    migrations: {
      tableName: 'schema_migration',
      migrationsList: migrations,
      // Each migration commits on its own; the set is guarded by an advisory lock.
      allOrNothing: false,
      snapshot: false,
      disableForeignKeys: false,
      silent: true,
    },
    metadataCache: { enabled: false },
    logger: (message: string) => log.debug({ orm: message }),
    forceUtcTimezone: true,
    ignoreUndefinedInQuery: false,
  }) satisfies Partial<Options>

interface OpenOrm {
  orm: PostgresORM
  native: NativeDatabase
  close(): Promise<void>
}

/** Opens the database and brings its schema up to date. Several servers may do so at once. */
export async function openDatabase(location: DatabaseLocation, log: Logger): Promise<Database> {
  const embedded = 'engine' in location
  const { orm, native, close } = embedded ? await openEmbedded(location.engine, log) : await openPostgres(location, log)
  try {
    if (embedded) await orm.migrator.up()
    else await migrateUnderLock(orm)
  } catch (error) {
    await close()
    throw error
  }
  return {
    em: () => orm.em.fork(),
    concurrency: embedded ? 'single' : 'pooled',
    native,
    isReady: () => isReady(orm),
    close,
  }
}

/** The driver of the embedded engine is loaded only where it is used: it costs start-up time and memory. */
async function openEmbedded(engine: EmbeddedEngine, log: Logger): Promise<OpenOrm> {
  const [{ MikroORM }] = await Promise.all([import('@mikro-orm/pglite'), engine.waitReady])
  const pglite = engine as unknown as PGlite
  // Both drivers share the SQL entity manager; only the type parameter differs.
  const orm = (await MikroORM.init({
    ...shared(log),
    dbName: 'postgres',
    driverOptions: { pglite: () => pglite },
  })) as unknown as PostgresORM
  const native = { engine, kysely: orm.em.getKysely() as unknown as Kysely<unknown> }
  return {
    orm,
    native,
    close: async () => {
      await orm.close(true)
      await engine.close()
    },
  }
}

async function openPostgres({ url, poolSize }: { url: string; poolSize: number }, log: Logger): Promise<OpenOrm> {
  const watch = new ServerWatch(url, log)
  const orm = await PostgresORM.init({
    ...shared(log),
    clientUrl: url,
    pool: { min: 1, max: poolSize },
    driverOptions: {
      connectionTimeoutMillis: 10_000,
      application_name: 'peermetrics',
      Client: watch.clients(PreparingClient),
      onPoolCreated: replaceLostClients,
    },
    // Compiling a statement takes PostgreSQL longer than any of ours runs: 1.8 of 2.2 s for the events of a participant.
    onCreateConnection: async connection => {
      await (connection as DatabaseConnection).executeQuery(CompiledQuery.raw('set jit = off'))
    },
  })
  return {
    orm,
    native: { url, watch },
    close: async () => {
      await orm.close(true)
      await watch[Symbol.asyncDispose]()
    },
  }
}

/** The lock is held by a transaction of its own, so that it is released whatever happens to this process. */
async function migrateUnderLock(orm: PostgresORM): Promise<void> {
  await orm.em.fork().transactional(async lock => {
    await query(lock, 'select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await orm.migrator.up()
  })
}

async function isReady(orm: PostgresORM): Promise<boolean> {
  try {
    const applied = await query<{ count: number }>(orm.em.fork(), 'select count(*)::int as count from schema_migration')
    return (applied[0]?.count ?? 0) >= migrations.length
  } catch {
    return false
  }
}
