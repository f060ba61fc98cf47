import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Piscina } from 'piscina'
import type * as thread from './hashing-thread.ts'

type Derivations = typeof thread

/** Added to the nice value of the threads: whoever signs in waits rather than everybody else. */
const NICE_INCREMENT = 10

/** Threads that have made no hash for so long end, and give their memory back; ms. */
const IDLE_MS = 10_000

let threads: Promise<Piscina> | undefined

/** As many as half of the cores, started by the first hash. */
async function startThreads(): Promise<Piscina> {
  const { Piscina } = await import('piscina')
  return new Piscina({
    filename: fileURLToPath(import.meta.url.replace('hashing-threads', 'hashing-thread')),
    minThreads: 0,
    maxThreads: Math.max(1, availableParallelism() >> 1),
    idleTimeout: IDLE_MS,
    niceIncrement: NICE_INCREMENT,
  })
}

/** Derives the hash of a password in a thread; those that wait for one are served in order. */
export async function deriveHash<Name extends keyof Derivations>(
  name: Name,
  derivation: Parameters<Derivations[Name]>[0],
): Promise<Uint8Array> {
  threads ??= startThreads()
  return await (await threads).run(derivation, { name })
}
