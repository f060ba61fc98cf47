import { isOfKind } from './message-kinds.ts'

/** Requests that a worker has taken since its last report, by client. */
export interface CountReport {
  kind: 'count report'
  /** Comes back with the answer. */
  id: number
  counts: [client: string, requests: number][]
}

/** Counts of all workers together for the clients of a report, in its order. */
export interface CountAnswer {
  kind: 'count answer'
  id: number
  /** `msLeft`: until the window ends. */
  totals: { requests: number; msLeft: number }[]
}

export const isCountReport = (message: unknown): message is CountReport => isOfKind(message, 'count report')

export const isCountAnswer = (message: unknown): message is CountAnswer => isOfKind(message, 'count answer')
