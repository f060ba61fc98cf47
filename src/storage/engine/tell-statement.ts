import { channels } from '../../telemetry/channels.ts'

/** Carries out a statement, and tells those who measure how long it took. */
export async function tellStatement<Result>(sql: string, run: () => Promise<Result>): Promise<Result> {
  if (!channels.statement.hasSubscribers) return await run()
  const startedAt = performance.now()
  let failure: unknown
  try {
    return await run()
  } catch (error) {
    failure = error
    throw error
  } finally {
    channels.statement.publish({ sql, durationMs: performance.now() - startedAt, failure })
  }
}
