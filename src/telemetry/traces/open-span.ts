import {
  type Attributes,
  type Context,
  type ContextManager,
  defaultTextMapSetter,
  type Span as OpenTelemetrySpan,
  SpanStatusCode,
  type TextMapPropagator,
} from '@opentelemetry/api'
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions'
import type { Span } from '../tracing.ts'

/** How a span ended: its last facts, and what failed if that is a fault of this server. */
export interface Ending {
  attributes?: Attributes
  fault?: string
}

interface Surroundings {
  contexts: ContextManager
  propagator: TextMapPropagator
}

/** A span that is under way. */
export class OpenSpan<Outcome> implements Span<Outcome> {
  readonly traceId: string
  /** Of its parts. */
  readonly context: Context
  readonly isRecorded: boolean
  readonly #span: OpenTelemetrySpan
  readonly #surroundings: Surroundings
  readonly #endingOf: (outcome: Outcome) => Ending

  constructor(
    span: OpenTelemetrySpan,
    context: Context,
    surroundings: Surroundings,
    endingOf: (outcome: Outcome) => Ending,
  ) {
    this.traceId = span.spanContext().traceId
    this.context = context
    this.isRecorded = span.isRecording()
    this.#span = span
    this.#surroundings = surroundings
    this.#endingOf = endingOf
  }

  headers(): Record<string, string> {
    const headers: Record<string, string> = {}
    this.#surroundings.propagator.inject(this.context, headers, defaultTextMapSetter)
    return headers
  }

  within<Result>(work: () => Result): Result {
    return this.#surroundings.contexts.with(this.context, work)
  }

  end(outcome: Outcome): void {
    const { attributes, fault } = this.#endingOf(outcome)
    if (attributes) this.#span.setAttributes(attributes)
    if (fault !== undefined) {
      this.#span.setAttribute(ATTR_ERROR_TYPE, fault)
      this.#span.setStatus({ code: SpanStatusCode.ERROR })
    }
    this.#span.end()
  }
}
