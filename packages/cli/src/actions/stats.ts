import type { Context } from '../context.ts'
import { UsageError } from '../failures.ts'
import { type RollUpName, rollUpNames } from '../input/roll-up-names.ts'
import type { Listing } from '../output/listing.ts'
import { type CountedRow, type RollUp, rollUps } from '../output/roll-ups.ts'
import { appIdOf, type OfApp } from '../remote/find.ts'
import { rangeOf } from './filters.ts'

interface StatsOptions extends OfApp {
  since?: Date
  until?: Date
}

/** Columns of the longest bar. */
const BAR_LENGTH = 24

export async function showStats(context: Context<StatsOptions>, name?: string): Promise<void> {
  const { options, pm, print } = context
  const { since, until } = options
  if (options.csv && name === undefined) throw new UsageError('CSV has one table: name the roll-up')
  const request = { appId: await appIdOf(context), ...rangeOf(since, until) }
  const names = name === undefined ? rollUpNames : [name as RollUpName]
  for (const each of names) {
    const rollUp = rollUps[each]
    const { json, rows } = await rollUp.read(pm.query, request)
    if (print.format === 'csv' || print.format === 'quiet') await print.all(listingOf(rollUp, rows), rows)
    else {
      const table = rows.length === 0 ? ['nothing to count'] : print.table(listingOf(rollUp, rows))(rows)
      const heading = name === undefined ? [rollUp.title] : []
      const gap = name === undefined && each !== names.at(-1) ? [''] : []
      await print.result({ rollUp: each, ...(json as object) }, { text: [...heading, ...table, ...gap].join('\n') })
    }
  }
}

function listingOf({ titles }: RollUp, rows: readonly CountedRow[]): Listing<CountedRow> {
  const most = Math.max(1, ...rows.map(({ count }) => count))
  return {
    columns: [
      ...titles.map((title, index) => ({ title, text: ({ cells }: CountedRow) => cells[index] ?? '', atLeast: 12 })),
      { title: 'COUNT', text: ({ count }) => String(count) },
      { title: 'BAR', text: ({ count }) => bar(count / most) },
    ],
    leaveOut: ['BAR', ...titles.slice(1).toReversed()],
    json: ({ cells, count }) => ({ cells, count }),
    id: ({ cells }) => cells[0] ?? '',
  }
}

/** @param share of the longest bar */
function bar(share: number): string {
  const eighths = Math.round(share * BAR_LENGTH * 8)
  return '█'.repeat(Math.floor(eighths / 8)) + (eighths % 8 === 0 ? '' : String.fromCharCode(0x2590 - (eighths % 8)))
}
