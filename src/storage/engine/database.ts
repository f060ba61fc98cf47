import type { PGlite } from '@electric-sql/pglite'
import { Migrator } from '@mikro-orm/migrations'
import { type EntityManager, type Options, MikroORM as PostgresORM } from '@mikro-orm/postgresql'
import { CompiledQuery, type DatabaseConnection, type Kysely } from 'kysely'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { Checkpoints } from '../embedded/checkpoints.ts'
import type { EmbeddedEngine } from '../embedded/engine.ts'
import { entities } from '../entities/index.ts'
import { CONNECT_TIMEOUT_MS } from '../postgres/connect-timeout.ts'
import { replaceLostClients } from '../postgres/lost-clients.ts'
import { countsOf, type PoolCounts } from '../postgres/pool-counts.ts'
import { ReadReplica } from '../postgres/read-replica.ts'
import { ServerWatch } from '../postgres/server-watch.ts'
import { PREFER_LZ4 } from '../postgres/toast-compression.ts'
import { PreparingClient } from './prepared-statements.ts'
import { hasSchema, migrationOptions, updateSchema } from './schema.ts'

/** Where the data is: in the embedded engine, which may still be starting, or on a PostgreSQL server. */
export type DatabaseLocation = { engine: EmbeddedEngine } | { url: string; poolSize: number }

/** The embedded engine, with the only connection to it. */
export interface EmbeddedDatabase {
  engine: EmbeddedEngine
  kysely: Kysely<unknown>
  checkpoints: Checkpoints
}

/** The database itself: the embedded engine, or where the server is. */
export type NativeDatabase =
  | EmbeddedDatabase
  | { url: string; watch: ServerWatch; connections: () => PoolCounts | undefined }

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

const shared = (log: Logger) =>
  ({
    entities,
    extensions: [Migrator],
    migrations: migrationOptions,
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
    await updateSchema(orm, { concurrently: !embedded })
  } catch (error) {
    await close()
    throw error
  }
  return {
    em: () => orm.em.fork(),
    concurrency: embedded ? 'single' : 'pooled',
    native,
    isReady: () => hasSchema(orm).catch(() => false),
    close,
  }
}

/**
 * The driver of the embedded engine is loaded only where it is used: it costs start-up time and memory. The ORM is put
 * together while the engine starts.
 */
async function openEmbedded(engine: EmbeddedEngine, log: Logger): Promise<OpenOrm> {
  const { MikroORM } = await import('@mikro-orm/pglite')
  const pglite = engine as unknown as PGlite
  // Both drivers share the SQL entity manager; only the type parameter differs.
  const orm = (await MikroORM.init({
    ...shared(log),
    dbName: 'postgres',
    driverOptions: { pglite: () => pglite },
  })) as unknown as PostgresORM
  await engine.waitReady
  await engine.exec(PREFER_LZ4)
  const kysely = orm.em.getKysely() as unknown as Kysely<unknown>
  const checkpoints = new Checkpoints(kysely, log)
  return {
    orm,
    native: { engine, kysely, checkpoints },
    close: async () => {
      checkpoints[Symbol.dispose]()
      await orm.close(true)
      await engine.close()
    },
  }
}

/** Opens a standby of the database; one that is away is waited for. */
export async function openReplica(
  { url, poolSize, maxLagSeconds }: { url: string; poolSize: number; maxLagSeconds: number },
  { em }: Pick<Database, 'em'>,
  log: Logger,
): Promise<ReadReplica> {
  // It says itself when the replica is away.
  const watch = new ServerWatch(url, log.child({}, { level: 'silent' }))
  let pool: Pool | undefined
  const orm = await PostgresORM.init({
    ...shared(log),
    entities: [],
    discovery: { warnWhenNoEntities: false },
    clientUrl: url,
    pool: { min: 0, max: poolSize },
    ...connecting('peermetrics reads', watch, created => {
      pool = created
    }),
  })
  const connections = () => pool && countsOf('replica', pool)
  return new ReadReplica({ orm, watch, connections }, { primary: em, maxLagSeconds }, log)
}

async function openPostgres({ url, poolSize }: { url: string; poolSize: number }, log: Logger): Promise<OpenOrm> {
  const watch = new ServerWatch(url, log)
  let pool: Pool | undefined
  const orm = await PostgresORM.init({
    ...shared(log),
    clientUrl: url,
    pool: { min: 1, max: poolSize },
    ...connecting('peermetrics', watch, created => {
      pool = created
    }),
  })
  return {
    orm,
    native: { url, watch, connections: () => pool && countsOf('orm', pool) },
    close: async () => {
      await orm.close(true)
      await watch[Symbol.asyncDispose]()
    },
  }
}

/** How connections to PostgreSQL are made and kept. */
const connecting = (name: string, watch: ServerWatch, poolCreated: (pool: Pool) => void) =>
  ({
    driverOptions: {
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: name,
      Client: watch.clients(PreparingClient),
      onPoolCreated: (created: Pool) => {
        replaceLostClients(created)
        poolCreated(created)
      },
    },
    // Compiling a statement takes PostgreSQL longer than any of ours runs: 1.8 of 2.2 s for the events of a participant.
    onCreateConnection: async connection => {
      await (connection as DatabaseConnection).executeQuery(CompiledQuery.raw('set jit = off'))
      await (connection as DatabaseConnection).executeQuery(CompiledQuery.raw(PREFER_LZ4))
    },
  }) satisfies Partial<Options>
