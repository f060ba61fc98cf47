import type { Registry } from 'prom-client'
import type { ProcessMeasurement, ServerProcess } from '../services/admin/server-process.ts'
import { isOfKind } from './message-kinds.ts'

/** Metrics of one process, as the library exchanges them. */
export type ProcessMetrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

/** Answers by what is asked for. */
export interface Answers {
  /** Of a process, to its supervisor. */
  metrics: ProcessMetrics
  /** Of a process, to its supervisor. */
  measurement: ProcessMeasurement
  /** Of the supervisor, to a process: the supervisor and all processes but the one that asks. */
  'other processes': ServerProcess[]
}

export type Topic = keyof Answers

/** A process of the group asks another one. */
export interface Question {
  kind: 'question'
  /** Comes back with the answer. */
  id: number
  topic: Topic
}

export interface Answer<T extends Topic = Topic> {
  kind: 'answer'
  id: number
  answer: Answers[T]
}

/** Whether a message asks for that. */
export const isQuestion = (message: unknown, topic: Topic): message is Question =>
  isOfKind(message, 'question') && (message as Question).topic === topic

export const isAnswer = (message: unknown): message is Answer => isOfKind(message, 'answer')
