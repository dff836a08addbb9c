import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  detectResources,
  hostDetector,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { SpanSink } from '../../domain/trace/span.ts';
import type { Logger } from '../logging.ts';
import { readableSpanOf } from './readable-span.ts';

/** How long a process that ends waits for its last spans to go, in ms. */
const FLUSH_LIMIT_MS = 5_000;

/** The way of spans out of this process. */
export interface SpanExport extends SpanSink {
  /** Sends what is left; never rejects. */
  stop(): Promise<void>;
}

/**
 * Sends spans that have ended over OTLP (HTTP, protobuf), in batches, each at most 5 s later. Where to, how and as whom is
 * read from OpenTelemetry's own variables (`OTEL_EXPORTER_OTLP_*`, `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`). What
 * cannot be sent, or is more than 2,048 waiting, is dropped: Chimera keeps its spans itself.
 */
export function startSpanExport(log: Pick<Logger, 'warn' | 'info'>): SpanExport {
  const resource = resourceFromAttributes({ 'service.name': 'chimera-worker', 'process.pid': process.pid }).merge(
    detectResources({ detectors: [hostDetector, resourceAttributesEnvDetector, serviceNameEnvDetector] }),
  );
  const exporter = told(new OTLPTraceExporter(), log);
  const processor = new BatchSpanProcessor({ exporter, exportTimeoutMillis: FLUSH_LIMIT_MS });
  return {
    record(span) {
      const { ended_at } = span;
      if (ended_at !== null) processor.onEnd(readableSpanOf({ ...span, ended_at }, resource));
    },
    async stop() {
      await processor.shutdown().catch(() => undefined);
    },
  };
}

/** The exporter, with a line when spans cannot be sent, and one when they can again. */
function told(exporter: SpanExporter, log: Pick<Logger, 'warn' | 'info'>): SpanExporter {
  let failing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = result.code !== ExportResultCode.SUCCESS;
        if (failed && !failing) log.warn({ reason: String(result.error) }, 'Spans cannot be exported and are dropped');
        if (!failed && failing) log.info({}, 'Spans are exported again');
        failing = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
