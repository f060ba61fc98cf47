import { parseArgs } from 'node:util'
import type { Engine } from '../test/support/database.ts'
import { type AttackName, attackNames } from './attacks/attacks.ts'
import { type PartName, partNames } from './parts.ts'

export interface TortureOptions {
  parts: readonly PartName[]
  engines: Engine[]
  attacks: readonly AttackName[]
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
  --attack NAME      of the attacks; all without it; may be repeated
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
      attack: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      seed: { type: 'string' },
      output: { type: 'string', default: 'torture-result.json' },
      replay: { type: 'string' },
    },
  })
  const { only, engine, attack, quick, minutes, seed, output, replay } = values
  const options: TortureOptions = {
    parts: (only as PartName[] | undefined) ?? partNames,
    engines: engine ? [engine as Engine] : ['postgres', 'embedded'],
    attacks: (attack as AttackName[] | undefined) ?? attackNames,
    isQuick: quick,
    minutes: Number(minutes ?? (quick ? 1 : DEFAULT_MINUTES)),
    seed: Number(seed ?? Date.now() % 1_000_000_000),
    output,
    replay,
  }
  if (!isSound(options)) throw new Error(USAGE)
  return options
}

const isSound = ({ parts, engines, attacks, minutes, seed }: TortureOptions): boolean =>
  parts.every(part => partNames.includes(part)) &&
  engines.every(engine => ['postgres', 'embedded'].includes(engine)) &&
  attacks.every(attack => attackNames.includes(attack)) &&
  minutes > 0 &&
  Number.isInteger(seed)
