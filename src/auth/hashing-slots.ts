import { availableParallelism } from 'node:os'

/** Hashes that are made at once: half of the cores, so that many sign-ins leave the other half to everybody else. */
const MAX_HASHES = Math.max(1, availableParallelism() >> 1)

let taken = 0
const waiting: (() => void)[] = []

/** Makes a hash of a password when there is a slot for it; those that wait are served in order. */
export async function inHashingSlot<Hash>(makeHash: () => Promise<Hash>): Promise<Hash> {
  if (taken < MAX_HASHES) taken++
  else await new Promise<void>(resolve => waiting.push(resolve))
  try {
    return await makeHash()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else taken--
  }
}
