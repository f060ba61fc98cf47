import type { Database } from '../storage/engine/database.ts'
import { query } from '../storage/engine/sql.ts'
import { createEventPartitions } from '../storage/events/event-partitions.ts'
import { copyAccounts, findTakenKeys, readAccounts } from './copy-accounts.ts'
import { copyConferences } from './copy-conferences.ts'
import { copyParticipants } from './copy-participants.ts'
import { follow } from './follow.ts'
import type { ImportContext } from './import-context.ts'
import { lockImport } from './import-lock.ts'
import { Listing } from './listing.ts'
import type { Progress } from './progress.ts'
import { type ConferencePosition, readConferencePage } from './source/conference-pages.ts'
import { recogniseSource } from './source/recognise.ts'
import type { SourceApp } from './source/rows.ts'
import { SourceDatabase } from './source/source-database.ts'
import { createOldIdPartitions } from './target/old-id-partitions.ts'
import { Verification } from './verify/verify.ts'

export interface ImportOptions {
  /** The database of the existing server. */
  from: string
  /** Apps that are wanted; null: all. */
  appIds: string[] | null
  since: Date | null
  /** Whether to go on copying what is new until asked to stop. */
  follow: boolean
  /** Whether to compare only. */
  verifyOnly: boolean
}

export interface ImportResult {
  listing: Listing
  /** Whether both sides say the same, and nothing failed. */
  isComplete: boolean
}

/** Copies an existing installation, or what is new of it, and compares both sides. */
export async function runImport(
  target: Database,
  options: ImportOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<ImportResult> {
  await using source = await SourceDatabase.open(options.from)
  await recogniseSource(source)
  const lost = new AbortController()
  await using _lock = await lockImport(target.native, () => lost.abort())
  const listing = new Listing()
  const context: ImportContext = {
    source,
    target,
    listing,
    progress,
    since: options.since,
    signal: AbortSignal.any([signal, lost.signal]),
  }
  const begun = new Date()
  if (!options.verifyOnly) await copyAll(context, options)
  await flushCommits(target)
  const isStopped = signal.aborted && !options.follow
  const isSame = !isStopped && (await verify(context, options, options.verifyOnly ? null : begun))
  return { listing, isComplete: isSame && !listing.hasFailures && !lost.signal.aborted }
}

/** @param copiedSince only calls that were copied since; null: all */
async function verify(context: ImportContext, { appIds }: ImportOptions, copiedSince: Date | null): Promise<boolean> {
  const { apps } = await readAccounts(context.source, appIds)
  const taken = await findTakenKeys(context.target.em(), apps)
  context.progress.begin('Comparing')
  context.progress.say('Comparing both sides:')
  const verification = new Verification(context)
  for (const app of apps.filter(({ id }) => !taken.has(id))) await verification.verifyApp(app, copiedSince)
  return verification.finish()
}

async function copyAll(context: ImportContext, options: ImportOptions): Promise<void> {
  const { source, target, progress, listing, signal } = context
  await createEventPartitions(target.em(), new Date())
  await createOldIdPartitions(target.em())
  const begun = await source.now()
  const accounts = await readAccounts(source, options.appIds)
  const apps = await copyAccounts(context, accounts)
  progress.begin('Copying', await estimateEvents(source))
  for (const app of apps) {
    if (signal.aborted) return
    if (context.since === null) await copyParticipants(context, app.id)
    await copyConferencesOf(context, app)
  }
  const deleted = await source.query<{ count: number }>(
    'select count(*)::int as count from conference where not is_active and app_id = any($1::uuid[])',
    [apps.map(({ id }) => id)],
  )
  listing.count('deleted row of conferences', deleted[0]?.count ?? 0)
  progress.say(
    `Copied ${progress.copied.toLocaleString('en')} rows, ${Math.round(progress.rate).toLocaleString('en')} rows/s.`,
  )
  if (options.follow) await follow(context, options, begun)
}

async function copyConferencesOf(context: ImportContext, app: SourceApp): Promise<void> {
  let position: ConferencePosition | undefined
  while (!context.signal.aborted) {
    const page = await copyConferences(context, () =>
      readConferencePage(context.source, app.id, position, context.since),
    )
    position = page.at(-1)
    if (!position) return
  }
}

/** By the statistics of the source: counting takes minutes. */
async function estimateEvents(source: SourceDatabase): Promise<number> {
  const [row] = await source.query<{ rows: number }>(
    `select greatest(reltuples, 0)::float8 as rows from pg_class where oid = 'public.app_genericevent'::regclass`,
  )
  return row?.rows ?? 0
}

/** A commit that waits for the disk takes those before it along. */
async function flushCommits({ em }: Database): Promise<void> {
  await em().transactional(transaction =>
    query(
      transaction,
      'insert into import_transaction (id) values (-1) on conflict (id) do update set id = excluded.id',
    ),
  )
}
