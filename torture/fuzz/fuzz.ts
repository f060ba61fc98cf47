import fc from 'fast-check'
import { byteInputs } from './bytes.ts'
import type { FuzzInput } from './input.ts'
import { httpInputs, rpcInputs } from './requests.ts'
import type { FuzzTarget } from './target.ts'

/** Inputs with one kind of fault, of which the first is kept. */
export interface FoundFault {
  /** The form of the inputs, and what is wrong. */
  kind: string
  count: number
  /** Methods and routes that show it. */
  names: string[]
  example: FuzzInput
}

export interface FuzzResult {
  tried: number
  failed: number
  found: FoundFault[]
}

/** Inputs between two looks at whether the server is sound. */
const BATCH = 100

/** After so many batches inputs get something new to be about. */
const BATCHES_A_WORLD = 8

/** Inputs under way at once. */
const CONCURRENCY = 16

/** More crashes than this end the run: the server is restarted after each. */
const MAX_CRASHES = 20

const inputs: fc.Arbitrary<FuzzInput> = fc.oneof(
  { weight: 5, arbitrary: rpcInputs },
  { weight: 3, arbitrary: httpInputs },
  { weight: 2, arbitrary: byteInputs },
)

/** Sends inputs, which the seed decides, and looks at every answer. Goes on after faults, and after crashes. */
export async function fuzz(
  target: FuzzTarget,
  {
    count,
    seed,
    onBatch = async () => {},
  }: { count: number; seed: number; onBatch?: (tried: number) => Promise<void> },
): Promise<FuzzResult> {
  const found = new Map<string, FoundFault>()
  const note = (input: FuzzInput, fault: string) => {
    const kind = `${formOf(input)}: ${fault}`
    const known = found.get(kind) ?? { kind, count: 0, names: [], example: input }
    known.count++
    if (!known.names.includes(nameOf(input))) known.names.push(nameOf(input))
    found.set(kind, known)
  }
  let tried = 0
  let crashes = 0
  for (let batch = 0; tried < count && crashes < MAX_CRASHES; batch++) {
    if (batch > 0 && batch % BATCHES_A_WORLD === 0) await target.renewWorld()
    const sent = fc.sample(inputs, { seed: seed + batch, numRuns: Math.min(BATCH, count - tried) })
    const faults = await tryAll(target, sent)
    tried += sent.length
    if (await target.isSound()) for (const [input, fault] of faults) note(input, fault)
    else crashes += await findCrashes(target, sent, note)
    await onBatch(tried)
  }
  const all = [...found.values()]
  return { tried, failed: all.reduce((sum, { count: times }) => sum + times, 0), found: all }
}

/** Some at once; what was late under load is tried again alone. */
async function tryAll(target: FuzzTarget, sent: readonly FuzzInput[]): Promise<[FuzzInput, string][]> {
  const faults: [FuzzInput, string][] = []
  const queue = [...sent]
  const worker = async () => {
    for (let input = queue.shift(); input; input = queue.shift()) {
      const { fault, answer } = await target.try(input)
      if (fault !== undefined) faults.push([input, answer.failure ? 'again' : fault])
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  const confirmed: [FuzzInput, string][] = []
  for (const [input, fault] of faults) {
    const last = fault === 'again' ? (await target.try(input)).fault : fault
    if (last !== undefined) confirmed.push([input, last])
  }
  return confirmed
}

/** Sends the inputs of a batch again, one by one, to the server started anew. @returns how often it crashed */
async function findCrashes(
  target: FuzzTarget,
  sent: readonly FuzzInput[],
  note: (input: FuzzInput, fault: string) => void,
): Promise<number> {
  let crashes = 1
  await restart(target)
  for (const input of sent) {
    const { fault } = await target.try(input)
    if ((fault === undefined && input.door !== 'bytes') || (await target.isSound())) continue
    note(input, `the server ended: ${target.lastWords}`)
    crashes++
    await restart(target)
  }
  if (crashes === 1) note(sent[0] as FuzzInput, 'the server ended in a batch that begins with this, not by one alone')
  return crashes
}

async function restart(target: FuzzTarget): Promise<void> {
  await target.restart()
  await target.renewWorld()
}

const formOf = (input: FuzzInput): string => (input.door === 'rpc' ? input.form : input.door)

function nameOf(input: FuzzInput): string {
  switch (input.door) {
    case 'rpc':
      return input.method.split('.').at(-1) ?? ''
    case 'http':
      return `${input.method} ${input.target.split('?')[0]?.replaceAll(/\{\{\w+\}\}/g, ':id')}`
    case 'bytes':
      return 'bytes'
  }
}

/** A fault in one line, with the file that shows it again. */
export const describeFault = ({ kind, count, names }: FoundFault, file: string): string =>
  `${kind}, ${count} times: ${names.slice(0, 4).join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''}; npm run torture -- --replay ${file}`
