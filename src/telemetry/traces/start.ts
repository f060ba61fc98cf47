import { setTimeout as delay } from 'node:timers/promises'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions'
import type { Logger } from 'pino'
import { channels } from '../channels.ts'
import { installTracer } from '../tracing.ts'
import { OpenTelemetrySpans } from './open-telemetry-tracer.ts'

const SERVICE = 'peermetrics'

/** Time in which the last spans must be sent when the server stops, ms. */
const STOP_MS = 2000

/** Failures to send spans are told of once in so long, ms. */
const TELL_EVERY_MS = 60_000

export interface TracesOptions {
  /** Part of requests and jobs that are traced, 0 to 1, where the caller has not decided. */
  ratio: number
  version: string
}

/**
 * Begins to trace this process. Where the spans go is told to the exporter by the `OTEL_EXPORTER_OTLP_` variables, what the
 * server is called by `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`.
 */
export function startTraces({ ratio, version }: TracesOptions, log: Logger): AsyncDisposable {
  setGlobalErrorHandler(tellNowAndThen(log))
  const named = resourceFromAttributes({ [ATTR_SERVICE_NAME]: SERVICE, [ATTR_SERVICE_VERSION]: version })
  const provider = new TracerProvider({
    resource: named.merge(detectResources({ detectors: [envDetector] })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  })
  const contexts = new AsyncLocalStorageContextManager().enable()
  const spans = new OpenTelemetrySpans(provider.getTracer(SERVICE, version), contexts, new W3CTraceContextPropagator())
  channels.statement.subscribe(statement => spans.statement(statement))
  installTracer(spans)
  return {
    [Symbol.asyncDispose]: async () => {
      await Promise.race([provider.shutdown().catch(() => {}), delay(STOP_MS)])
    },
  }
}

function tellNowAndThen(log: Logger): (error: unknown) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return err => {
    if (Date.now() - toldAt < TELL_EVERY_MS) return
    toldAt = Date.now()
    log.warn({ err }, 'traces could not be sent')
  }
}
