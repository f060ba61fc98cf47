import type { RequestCounter } from '../net/rate-limit.ts'
import type { CountAnswer, CountReport } from './count-messages.ts'

/** Of the supervisor: adds up what its workers report. */
export async function addUp(counter: RequestCounter, { id, counts }: CountReport): Promise<CountAnswer> {
  const totals = await Promise.all(counts.map(([client, requests]) => counter.add(client, requests)))
  return { kind: 'count answer', id, totals }
}
