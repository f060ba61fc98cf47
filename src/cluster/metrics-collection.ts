import type { Worker } from 'node:cluster'
import type { MetricsAnswer, MetricsQuestion, ProcessMetrics } from './metrics-messages.ts'

/** Time that a process has to answer, ms: who asks the supervisor gets an answer within a second. */
const ANSWER_MS = 800

/** Of the supervisor: asks its processes for their metrics. */
export class MetricsCollection {
  readonly #waiting = new Map<number, (metrics: ProcessMetrics) => void>()
  #lastId = 0

  /** @returns the metrics of those that have answered in time */
  async ask(workers: readonly Worker[]): Promise<ProcessMetrics[]> {
    const answered: ProcessMetrics[] = []
    const { promise: all, resolve } = Promise.withResolvers<void>()
    const ids = workers.map(worker => {
      const id = ++this.#lastId
      this.#waiting.set(id, metrics => {
        answered.push(metrics)
        if (answered.length === workers.length) resolve()
      })
      // One that ends at this moment does not answer.
      if (worker.isConnected()) worker.send({ kind: 'metrics question', id } satisfies MetricsQuestion, () => {})
      return id
    })
    const timer = setTimeout(resolve, workers.length === 0 ? 0 : ANSWER_MS)
    await all
    clearTimeout(timer)
    for (const id of ids) this.#waiting.delete(id)
    return answered
  }

  hear({ id, metrics }: MetricsAnswer): void {
    this.#waiting.get(id)?.(metrics)
  }
}
