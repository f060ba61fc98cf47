import { findCallIds } from '../call-ids.ts'
import type { ImportContext } from '../import-context.ts'
import { CallEvents } from '../source/call-events.ts'
import { readCalls } from '../source/call-rows.ts'
import { type ConferencePosition, readConferencePage } from '../source/conference-pages.ts'
import type { SourceConference } from '../source/rows.ts'
import { findCopied } from '../target/bookkeeping.ts'
import { type ComparedEvents, compareEvents } from './verify-events.ts'
import { type Counts, compareRows } from './verify-rows.ts'

/** Differences that are printed. */
const MAX_LINES = 200

/** Conferences that are compared in one transaction of the source. */
const BATCH = 50

/** Compares the calls of some apps on both sides, and says what differs. */
export class Verification {
  readonly #context: ImportContext
  #conferences = 0
  #differing = 0
  #continued = 0
  #lines = 0

  constructor(context: ImportContext) {
    this.#context = context
  }

  /** @param copiedSince only calls that were copied since; null: all */
  async verifyApp(app: { id: string; name: string }, copiedSince: Date | null): Promise<void> {
    const { source, since, progress } = this.#context
    const counts: Counts = new Map()
    let position: ConferencePosition | undefined
    for (;;) {
      const page = await readConferencePage(source, app.id, position, since)
      position = page.at(-1)
      if (!position) break
      for (let from = 0; from < page.length; from += BATCH) {
        await this.#verifyBatch(page.slice(from, from + BATCH), copiedSince, counts)
      }
    }
    if (counts.size === 0) return
    const columns = [...counts].map(([table, rows]) => `${table} ${shown(table, rows)}`)
    progress.say(`  ${app.name} (${app.id}): ${columns.join(', ')}`)
  }

  /** @returns whether both sides say the same */
  finish(): boolean {
    const { progress } = this.#context
    const went = this.#continued > 0 ? `; ${this.#continued} rows have changed since, in calls that went on here` : ''
    progress.say(`${this.#conferences} calls compared, ${this.#differing} differ${went}.`)
    return this.#differing === 0
  }

  async #verifyBatch(page: readonly SourceConference[], copiedSince: Date | null, counts: Counts): Promise<void> {
    const { source, target, progress } = this.#context
    const copied = await findCopied(
      target.em(),
      page.map(({ id }) => id),
    )
    const conferences = page.filter(({ id }) => {
      const at = copied.get(id)?.copiedAt
      return copiedSince === null || (at !== undefined && new Date(at) >= copiedSince)
    })
    if (conferences.length === 0) return
    await source.snapshot(async () => {
      const calls = await readCalls(source, conferences)
      calls.sort((a, b) => (a.conference.id < b.conference.id ? -1 : 1))
      const ids = await findCallIds(target.em(), calls)
      const events = new CallEvents(
        source,
        calls.map(({ conference }) => ({ conferenceId: conference.id, from: null })),
      )
      const compared: ComparedEvents[] = []
      try {
        for (const call of calls) {
          const { id } = call.conference
          const callIds = ids.get(id)
          if (callIds) compared.push(await compareEvents(target.em(), call, callIds, events.of(id)))
        }
      } finally {
        await events.close()
      }
      const findings = await compareRows(target.em(), compared)
      this.#conferences += compared.length
      this.#continued += findings.continued
      for (const [id, differences] of findings.differences) this.#list(id, differences)
      for (const [table, rows] of findings.counts) {
        const sum = counts.get(table) ?? { there: 0, here: 0 }
        counts.set(table, { there: sum.there + rows.there, here: sum.here + rows.here })
        progress.skip(rows.there)
      }
    })
  }

  #list(conferenceId: string, differences: readonly string[]): void {
    this.#differing += 1
    for (const line of differences) {
      if (this.#lines === MAX_LINES) this.#context.progress.say('  … and more')
      if (this.#lines < MAX_LINES) this.#context.progress.say(`  conference ${conferenceId}: ${line}`)
      this.#lines += 1
    }
  }
}

/** Rows of stats reports are packed: there are fewer here. */
function shown(table: string, { there, here }: { there: number; here: number }): string {
  if (there === here) return String(there)
  return table === 'events' ? `${there} in ${here} rows` : `${there} there, ${here} here`
}
