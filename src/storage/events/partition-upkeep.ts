import type { Logger } from 'pino'
import type { Database } from '../database.ts'
import { createEventPartitions, DAYS_AHEAD } from './event-partitions.ts'

/** How often it is looked whether partitions are missing, in ms. They exist for days ahead, so a missed look is no harm. */
const PERIOD_MS = 60 * 60 * 1000

/** Makes the partitions of the coming days now and from time to time. */
export async function keepPartitionsAhead(database: Database, log: Logger): Promise<AsyncDisposable> {
  let running = Promise.resolve()
  const makeMissing = async () => {
    const made = await createEventPartitions(database.em(), new Date())
    if (made.length > 0) log.debug({ partitions: made }, `event partitions for the next ${DAYS_AHEAD} days`)
  }
  await makeMissing()
  const timer = setInterval(() => {
    running = makeMissing().catch(error => {
      log.warn({ err: error }, 'event partitions could not be made; events go to the default partition')
    })
  }, PERIOD_MS)
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await running
    },
  }
}
