import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A span as a test reads it. */
export type ReceivedSpan = {
  readonly service: string;
  readonly name: string;
  readonly kind: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly isFailed: boolean;
};

type Attribute = { readonly key: string; readonly value: Readonly<Record<string, unknown>> };
type OtlpSpan = Pick<ReceivedSpan, 'name' | 'traceId' | 'spanId'> & {
  readonly kind: number;
  readonly parentSpanId?: string;
  readonly attributes?: readonly Attribute[];
  readonly links?: ReceivedSpan['links'];
  readonly status?: { readonly code?: number };
};
/** The body of a request to `/v1/traces` (OTLP, JSON). */
type Otlp = {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
};

/** By the numbers of OTLP. */
const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const failed = 2;
/** Older spans are dropped: a run of all tests sends more than a process should hold. */
const maxSpans = 20_000;

const readAttributes = (attributes: readonly Attribute[] = []) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));

const readSpans = ({ resourceSpans }: Otlp): ReceivedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = readAttributes(resource.attributes)['service.name'] ?? '';
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ kind, status, attributes, links = [], parentSpanId = '', ...span }) => ({
        ...{ service, name: span.name, traceId: span.traceId, spanId: span.spanId, parentSpanId },
        kind: kinds[kind] ?? '',
        attributes: readAttributes(attributes),
        links: links.map(({ traceId, spanId }) => ({ traceId, spanId })),
        isFailed: status?.code === failed,
      })),
    );
  });

/** Starts a receiver of spans (OTLP over HTTP, JSON), which responds with what it has received at `/spans`. */
export async function startSpanReceiver() {
  const spans: ReceivedSpan[] = [];
  const server = createServer(async (request, response) => {
    if (request.url !== '/v1/traces') return void response.end(JSON.stringify(spans));
    spans.push(...readSpans(JSON.parse(await text(request)) as Otlp));
    spans.splice(0, spans.length - maxSpans);
    response.setHeader('content-type', 'application/json').end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
