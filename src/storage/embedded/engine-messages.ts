/** Start parameters of the engine's thread. */
export interface EngineStart {
  dataFolder: string
  code: WebAssembly.Module
}

/** A call to the engine in its thread. */
export type EngineCall = { id: number } & (
  | { method: 'query'; text: string; parameters: unknown[] }
  | { method: 'exec'; text: string }
  | { method: 'close' }
)

/** Outcome of a call: a result, or an error with the fields that PostgreSQL gives. */
export interface EngineAnswer {
  id: number
  result?: unknown
  error?: Record<string, string | undefined> & { message: string }
}

/** Notification of a channel that the engine listens to. */
export interface EngineNotification {
  channel: string
  payload: string
}

/** Messages that the thread of the engine sends unasked. */
export type EngineMessage = { ready: true } | { notification: EngineNotification } | EngineAnswer
