import { setTimeout as delay } from 'node:timers/promises'
import { copyAccounts, readAccounts } from './copy-accounts.ts'
import { copyConferences } from './copy-conferences.ts'
import type { ImportContext } from './import-context.ts'
import { Listing } from './listing.ts'
import { findActiveConferences, readConferences } from './source/conference-pages.ts'
import type { SourceApp } from './source/rows.ts'

const PERIOD_MS = 2000

/** Overlap with the range of the last look, for rows that were committed late, ms: usually, and once in a while. */
const OVERLAP_MS = 60_000
const LONG_OVERLAP_MS = 60 * 60 * 1000
const ROUNDS_BETWEEN_LONG_LOOKS = 30

/** Conferences that are copied in one go. */
const CONFERENCES_AT_ONCE = 200

/** Copies what is new again and again, until asked to stop; a last time then. @param begun time of the source */
export async function follow(
  context: ImportContext,
  { appIds }: { appIds: readonly string[] | null },
  begun: Date,
): Promise<void> {
  context.progress.begin('Following')
  context.progress.say('Following what is new, every 2 s. Ctrl-C, or SIGTERM, ends it.')
  let since = begun
  let accounts: KnownAccounts | undefined
  for (let round = 0; ; round++) {
    const isLast = context.signal.aborted
    const now = await context.source.now()
    const overlap = isLast || round % ROUNDS_BETWEEN_LONG_LOOKS === 0 ? LONG_OVERLAP_MS : OVERLAP_MS
    accounts = await copyNewAccounts(context, appIds, accounts)
    await copyNewCalls(context, accounts.apps, new Date(since.getTime() - overlap))
    if (isLast) return
    since = now
    await delay(PERIOD_MS, undefined, { signal: context.signal }).catch(() => {})
  }
}

/** Accounts as they were copied last. */
interface KnownAccounts {
  text: string
  apps: SourceApp[]
}

/** Nobody wants to read every 2 s what was left out; what is begun is finished. */
const quietly = (context: ImportContext): ImportContext => ({
  ...context,
  listing: new Listing(),
  signal: new AbortController().signal,
})

async function copyNewAccounts(
  context: ImportContext,
  appIds: readonly string[] | null,
  known: KnownAccounts | undefined,
): Promise<KnownAccounts> {
  const accounts = await readAccounts(context.source, appIds)
  const text = JSON.stringify(accounts)
  return text === known?.text ? known : { text, apps: await copyAccounts(quietly(context), accounts) }
}

async function copyNewCalls(context: ImportContext, apps: readonly SourceApp[], since: Date): Promise<void> {
  const ids = await findActiveConferences(
    context.source,
    apps.map(({ id }) => id),
    since,
  )
  for (let from = 0; from < ids.length; from += CONFERENCES_AT_ONCE) {
    const some = ids.slice(from, from + CONFERENCES_AT_ONCE)
    await copyConferences(quietly(context), () => readConferences(context.source, some))
  }
}
