import {
  type Context,
  type ContextManager,
  defaultTextMapGetter,
  type Tracer as OpenTelemetryTracer,
  ROOT_CONTEXT,
  SpanKind,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api'
import { ATTR_HTTP_RESPONSE_STATUS_CODE, ATTR_RPC_STATUS_CODE } from '@opentelemetry/semantic-conventions'
import type { RanStatement } from '../channels.ts'
import type { ArrivedCall, ArrivedRequest, BegunBatch, CurrentSpan, Tracer } from '../tracing.ts'
import { type Ending, OpenSpan } from './open-span.ts'
import {
  batchFacts,
  callFacts,
  jobFacts,
  outgoingFacts,
  requestFacts,
  type SpanFacts,
  statementFacts,
} from './span-facts.ts'

/** Statements that take less are no spans of their own, ms. */
const LONG_STATEMENT_MS = 10

interface Beginning {
  /** Asked for when it is sampled. */
  facts: () => SpanFacts
  kind: SpanKind
  /** Undefined: now. */
  startedAt?: Date
}

/** Spans of what is sampled, which decides the trace that it belongs to, else chance. */
export class OpenTelemetrySpans implements Tracer {
  readonly #tracer: OpenTelemetryTracer
  readonly #contexts: ContextManager
  readonly #propagator: TextMapPropagator

  constructor(tracer: OpenTelemetryTracer, contexts: ContextManager, propagator: TextMapPropagator) {
    this.#tracer = tracer
    this.#contexts = contexts
    this.#propagator = propagator
  }

  request(request: ArrivedRequest) {
    const beginning = { facts: () => requestFacts(request), kind: SpanKind.SERVER, startedAt: request.receivedAt }
    return this.#begin<{ status: number; error: string | undefined }>(
      this.#callersContext(request.headers),
      beginning,
      ({ status, error }) => ({
        attributes: { [ATTR_HTTP_RESPONSE_STATUS_CODE]: status },
        // A refusal is the fault of the client.
        ...(status >= 500 ? { fault: error ?? String(status) } : {}),
      }),
    )
  }

  call(call: ArrivedCall) {
    const beginning = { facts: () => callFacts(call), kind: SpanKind.SERVER, startedAt: call.receivedAt }
    return this.#begin<{ code: string; isFault: boolean }>(
      this.#callersContext(call.headers),
      beginning,
      ({ code, isFault }) => ({
        attributes: { [ATTR_RPC_STATUS_CODE]: code.toUpperCase() },
        ...(isFault ? { fault: code.toUpperCase() } : {}),
      }),
    )
  }

  job(queue: string) {
    return this.#begin(ROOT_CONTEXT, { facts: () => jobFacts(queue), kind: SpanKind.INTERNAL }, failing)
  }

  outgoing(method: string, url: URL) {
    const context = this.#current()
    if (!context) return undefined
    const beginning = { facts: () => outgoingFacts(method, url), kind: SpanKind.CLIENT }
    return this.#begin<{ status: number | undefined }>(context, beginning, ({ status }) => ({
      ...(status === undefined ? {} : { attributes: { [ATTR_HTTP_RESPONSE_STATUS_CODE]: status } }),
      ...(status === undefined || status >= 400 ? { fault: String(status ?? 'no answer') } : {}),
    }))
  }

  current(): CurrentSpan | undefined {
    const context = this.#current()
    return context && new Place(context, this.#contexts)
  }

  batch(parent: CurrentSpan, batch: BegunBatch) {
    const context = parent instanceof Place ? parent.context : ROOT_CONTEXT
    return this.#open(context, { facts: () => batchFacts(batch), kind: SpanKind.INTERNAL }, failing)
  }

  outside<Result>(work: () => Result): Result {
    return this.#contexts.with(ROOT_CONTEXT, work)
  }

  /** A statement that has just ended. */
  statement(statement: RanStatement): void {
    if (statement.durationMs < LONG_STATEMENT_MS) return
    const context = this.#current()
    if (!context) return
    const startedAt = new Date(Date.now() - statement.durationMs)
    this.#open(context, { facts: () => statementFacts(statement), kind: SpanKind.CLIENT, startedAt }, failing).end(
      statement,
    )
  }

  /** Undefined: nothing that is traced. */
  #current(): Context | undefined {
    const context = this.#contexts.active()
    return trace.getSpan(context) ? context : undefined
  }

  #callersContext(headers: object): Context {
    return this.#propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
  }

  /** @returns undefined when it is not sampled */
  #begin<Outcome>(context: Context, beginning: Beginning, endingOf: (outcome: Outcome) => Ending) {
    const opened = this.#open(context, beginning, endingOf)
    return opened.isRecorded ? opened : undefined
  }

  #open<Outcome>(
    parent: Context,
    { facts, kind, startedAt }: Beginning,
    endingOf: (outcome: Outcome) => Ending,
  ): OpenSpan<Outcome> {
    const span = this.#tracer.startSpan('', startedAt ? { kind, startTime: startedAt } : { kind }, parent)
    if (span.isRecording()) {
      const { name, attributes } = facts()
      span.updateName(name).setAttributes(attributes)
    }
    const surroundings = { contexts: this.#contexts, propagator: this.#propagator }
    return new OpenSpan(span, trace.setSpan(parent, span), surroundings, endingOf)
  }
}

const failing = ({ failure }: { failure: unknown }): Ending =>
  failure === undefined ? {} : { fault: failure instanceof Error ? failure.name : 'Error' }

/** A place in a trace, for work that is done later. */
class Place implements CurrentSpan {
  readonly context: Context
  readonly #contexts: ContextManager

  constructor(context: Context, contexts: ContextManager) {
    this.context = context
    this.#contexts = contexts
  }

  within<Result>(work: () => Result): Result {
    return this.#contexts.with(this.context, work)
  }
}
