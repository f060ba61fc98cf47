import { parseArgs } from 'node:util'
import type { Engine } from '../test/support/database.ts'
import { type PartName, partNames } from './parts.ts'

export interface TortureOptions {
  parts: readonly PartName[]
  engines: Engine[]
  isQuick: boolean
  /** Of the soak. */
  minutes: number
  seed: number
  /** File that gets the result as JSON. */
  output: string
  /** File with an input of the fuzzer that is to be sent again, and nothing else. */
  replay: string | undefined
}

const USAGE = `npm run torture -- [options]
  --only PART        ${partNames.join(', ')}; all without it; may be repeated
  --engine NAME      postgres or embedded; both without it
  --quick            small numbers: minutes, not hours
  --minutes N        of the soak, 30
  --seed N           of the fuzzer
  --output FILE      result as JSON, torture-result.json
  --replay FILE      sends one input of the fuzzer again and shows the answer`

const DEFAULT_MINUTES = 30

/** @throws Error that explains the options */
export function readOptions(argv: readonly string[]): TortureOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', multiple: true },
      engine: { type: 'string' },
      quick: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      seed: { type: 'string' },
      output: { type: 'string', default: 'torture-result.json' },
      replay: { type: 'string' },
    },
  })
  const { only, engine, quick, minutes, seed, output, replay } = values
  const options: TortureOptions = {
    parts: (only as PartName[] | undefined) ?? partNames,
    engines: engine ? [engine as Engine] : ['postgres', 'embedded'],
    isQuick: quick,
    minutes: Number(minutes ?? (quick ? 1 : DEFAULT_MINUTES)),
    seed: Number(seed ?? Date.now() % 1_000_000_000),
    output,
    replay,
  }
  if (!isSound(options)) throw new Error(USAGE)
  return options
}

const isSound = ({ parts, engines, minutes, seed }: TortureOptions): boolean =>
  parts.every(part => partNames.includes(part)) &&
  engines.every(engine => ['postgres', 'embedded'].includes(engine)) &&
  minutes > 0 &&
  Number.isInteger(seed)
