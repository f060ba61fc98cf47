/** Something that is traced, until it ends. */
export interface Span<Outcome> {
  readonly traceId: string
  /** Headers that tell somebody who is asked of it (`traceparent`). */
  headers(): Record<string, string>
  /** Carries out work: what is traced of it belongs to this span. */
  within<Result>(work: () => Result): Result
  end(outcome: Outcome): void
}

/** A request of the HTTP routes that is to be answered. */
export interface ArrivedRequest {
  method: string
  /** Template of the route table; undefined: there is no such route. */
  route: string | undefined
  path: string
  isSecure: boolean
  host: string | undefined
  receivedAt: Date
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** An RPC that is to be answered. */
export interface ArrivedCall {
  service: string
  method: string
  isGrpc: boolean
  receivedAt: Date
  headers: Readonly<Record<string, string | undefined>>
}

/** Items that are about to be stored together. */
export interface BegunBatch {
  store: string
  items: number
  /** How long the traced one waited. */
  waitedMs: number
}

/** The span that work belongs to which is done later, with other work. */
export type CurrentSpan = Pick<Span<never>, 'within'>

/** Makes spans of what is among the traced. What it is given is looked at only then. */
export interface Tracer {
  /** @returns undefined when it is not traced; so are the others */
  request(request: ArrivedRequest): Span<{ status: number; error: string | undefined }> | undefined
  call(call: ArrivedCall): Span<{ code: string; isFault: boolean }> | undefined
  job(queue: string): Span<{ failure: unknown }> | undefined
  /** A request to another server, as a part of what is under way. */
  outgoing(method: string, url: URL): Span<{ status: number | undefined }> | undefined
  /** What is under way here. */
  current(): CurrentSpan | undefined
  /** A part of what was under way somewhere. */
  batch(parent: CurrentSpan, batch: BegunBatch): Span<{ failure: unknown }>
  /** Carries out work that belongs to nothing that is under way here. */
  outside<Result>(work: () => Result): Result
}

let installed: Tracer | undefined

/** Undefined: nothing is traced, and nothing of OpenTelemetry is loaded. */
export const tracer = (): Tracer | undefined => installed

export function installTracer(tracer: Tracer | undefined): void {
  installed = tracer
}
