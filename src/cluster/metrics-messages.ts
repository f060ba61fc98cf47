import type { Registry } from 'prom-client'
import { isOfKind } from './message-kinds.ts'

/** Metrics of one process, as the library exchanges them. */
export type ProcessMetrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

/** The supervisor asks a process for its metrics. */
export interface MetricsQuestion {
  kind: 'metrics question'
  /** Comes back with the answer. */
  id: number
}

export interface MetricsAnswer {
  kind: 'metrics answer'
  id: number
  metrics: ProcessMetrics
}

export const isMetricsQuestion = (message: unknown): message is MetricsQuestion => isOfKind(message, 'metrics question')

export const isMetricsAnswer = (message: unknown): message is MetricsAnswer => isOfKind(message, 'metrics answer')
