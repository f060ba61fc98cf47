import type { Latencies } from './latencies.ts'
import type { Unit } from './unit.ts'

/** Told of each unit that is done, with the time from which its latency counts. */
export type Done = (succeeded: boolean, since: number) => void

const attempt = async (unit: Unit): Promise<boolean> => {
  try {
    return await unit()
  } catch {
    return false
  }
}

/** Each client sends the next unit when the last one is answered. */
export async function closedLoop(units: readonly Unit[], until: number, done: Done): Promise<void> {
  await Promise.all(
    units.map(async unit => {
      while (performance.now() < until) {
        const since = performance.now()
        done(await attempt(unit), since)
      }
    }),
  )
}

/** How often it is looked which units are due, ms. */
const TICK_MS = 1

/**
 * Units are due at a constant rate, whether or not the server keeps up. One for which no client is free waits, and its
 * latency counts from when it was due: a slow server cannot slow the question down.
 */
export async function openLoop(units: readonly Unit[], rate: number, until: number, done: Done): Promise<void> {
  const free = [...units]
  const begin = performance.now()
  let due = 0
  let running = 0
  const start = (unit: Unit, since: number) => {
    running++
    void attempt(unit).then(succeeded => {
      running--
      free.push(unit)
      done(succeeded, since)
    })
  }
  await new Promise<void>(resolve => {
    const ticks = setInterval(() => {
      const now = performance.now()
      for (let at = begin + (due * 1000) / rate; at <= now && at < until; at = begin + (due * 1000) / rate) {
        const unit = free.shift()
        if (!unit) break
        due++
        start(unit, at)
      }
      if (now >= until && running === 0) {
        clearInterval(ticks)
        resolve()
      }
    }, TICK_MS)
  })
}

/** Counts what is done inside the measured time. */
export class Tally {
  units = 0
  failures = 0
  readonly #latencies: Latencies
  #since = Number.POSITIVE_INFINITY

  constructor(latencies: Latencies) {
    this.#latencies = latencies
  }

  begin(): void {
    this.#since = performance.now()
  }

  readonly done: Done = (succeeded, since) => {
    const now = performance.now()
    if (now < this.#since) return
    if (!succeeded) this.failures++
    else {
      this.units++
      this.#latencies.add(now - since)
    }
  }
}
