import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { parse } from 'protobufjs';

/** A span as it came over the wire; ids in hexadecimal digits, times in ns since the epoch. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly start: bigint;
  readonly end: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number; readonly message: string };
  /** What the resource says. */
  readonly resource: Readonly<Record<string, unknown>>;
}

/** A collector as far as Chimera sees one: it takes traces over HTTP. */
export interface OtlpReceiver {
  readonly url: string;
  /** The status of the next answers (200). */
  answerWith(status: number): void;
  /** How many requests came. */
  requests(): number;
  spans(): readonly ReceivedSpan[];
  close(): Promise<void>;
}

// The part of OpenTelemetry's protocol (opentelemetry-proto 1, collector/trace/v1) that is looked at.
const PROTOCOL = parse(`
  syntax = "proto3";
  message Request { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
    fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9; Status status = 15;
  }
  message Status { string message = 2; int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; ArrayValue array_value = 5;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
`).root.lookupType('Request');

interface KeyValue {
  readonly key: string;
  readonly value: Value;
}
type Value = Readonly<Record<string, string | number | boolean | { readonly values: readonly Value[] }>>;
interface WireSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly status: { readonly code: number; readonly message: string };
}
interface WireRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[];
  }[];
}

/** Starts a receiver on a free port. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const received: ReceivedSpan[] = [];
  let status = 200;
  let requests = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests += 1;
      const isTraces = request.method === 'POST' && request.url === '/v1/traces';
      const isProtobuf = request.headers['content-type'] === 'application/x-protobuf';
      const answer = isTraces && isProtobuf ? status : 400;
      const body = Buffer.concat(chunks);
      if (answer === 200)
        received.push(...read(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body));
      response.writeHead(answer, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answerWith: (next) => (status = next),
    requests: () => requests,
    spans: () => received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function read(body: Uint8Array): readonly ReceivedSpan[] {
  const options = { longs: String, defaults: true, arrays: true };
  const { resourceSpans } = PROTOCOL.toObject(PROTOCOL.decode(body), options) as WireRequest;
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId, startTimeUnixNano, endTimeUnixNano, attributes, ...span }) => ({
        ...span,
        ...{ traceId: hex(traceId), spanId: hex(spanId), parentSpanId: hex(parentSpanId) },
        ...{ start: BigInt(startTimeUnixNano), end: BigInt(endTimeUnixNano) },
        attributes: valuesOf(attributes),
        resource: valuesOf(resource.attributes),
      })),
    ),
  );
}

function valuesOf(pairs: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf(value: Value): unknown {
  const { arrayValue, intValue, ...rest } = value;
  if (typeof arrayValue === 'object') return arrayValue.values.map(valueOf);
  return intValue === undefined ? Object.values(rest)[0] : Number(intValue);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
