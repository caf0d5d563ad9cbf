import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { startSpanReceiver, startTestApp, until } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';
import { openTracer } from './open-tracer.ts';
import { activeSpan, inSpan, startSpan, withTracer } from './span.ts';
import { traceRequests } from './trace-requests.ts';
import type { TelemetryEnv } from './variables.ts';

const clientContext = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
const traceparent = `00-${clientContext.traceId}-${clientContext.spanId}-01`;

/** Opens a tracer whose spans `close` exports. */
async function openTestTracer(variables: Partial<TelemetryEnv> = {}) {
  const receiver = await startSpanReceiver();
  onTestFinished(receiver.close);
  const env: TelemetryEnv = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    OTEL_TRACES_SAMPLER_ARG: 1,
    ...variables,
  };
  const tracer = await openTracer('test', env, { warn: () => undefined });
  if (!tracer) throw new Error('not opened');
  return { tracer, spans: receiver.spans };
}

const named = (name: string) => ({ name, kind: 'internal' }) as const;

it('work in spans is a tree, and a failure marks its span with a type and without a message', async () => {
  const { tracer, spans } = await openTestTracer();
  const fail = async () => {
    throw new TypeError('carla@shop.example');
  };
  await withTracer(tracer, () =>
    inSpan(named('outer'), async () => {
      startSpan(named('event'))?.end();
      await inSpan(named('inner'), fail).catch(() => undefined);
    }),
  );
  await tracer.close();
  const [event, inner, outer] = spans;
  expect(outer).toMatchObject({ name: 'outer', service: 'test', parentSpanId: '' });
  const below = { traceId: outer?.traceId, parentSpanId: outer?.spanId };
  expect(event).toMatchObject({ name: 'event', isFailed: false, ...below });
  expect(inner).toMatchObject({ name: 'inner', isFailed: true, ...below });
  expect(inner?.attributes).toEqual({ 'error.type': 'TypeError' });
  expect(JSON.stringify(spans)).not.toContain('carla');
});

it.each(['http/json', 'http/protobuf'] as const)('spans are exported as %s', async (protocol) => {
  const requests: (string | undefined)[] = [];
  const server = await startTestApp(({ app }) =>
    app.post('/v1/traces', (request, response) => {
      requests.push(request.get('content-type'));
      response.status(200).end();
    }),
  );
  onTestFinished(server.close);
  const { tracer } = await openTestTracer({
    OTEL_EXPORTER_OTLP_ENDPOINT: `${server.url}/`,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
  });
  tracer.start(named('one'), undefined).end();
  await tracer.close();
  expect(requests).toEqual([
    protocol.replace('http/', 'application/').replace('protobuf', 'x-protobuf'),
  ]);
});

it('a trace that is not sampled is exported nowhere, and the next process is told so', async () => {
  const { tracer, spans } = await openTestTracer({
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: 0,
  });
  const next = await withTracer(tracer, () =>
    inSpan(named('root'), async () => activeSpan()?.traceparent),
  );
  tracer.start({ ...named('joined'), remoteParent: traceparent }, undefined).end();
  await tracer.close();
  expect(next).toMatch(/-00$/);
  // The decision of the process before holds.
  expect(spans.map(({ name }) => name)).toEqual(['joined']);
});

it.each([
  [
    'the gateway continues its trace',
    'gateway',
    { traceId: clientContext.traceId, parentSpanId: clientContext.spanId, links: [] },
  ],
  [
    'a public client has a trace of its own, with a link to that of the client',
    'public',
    { parentSpanId: '', links: [clientContext] },
  ],
] as const)('a request of %s', async (_, clients, expected) => {
  const { tracer, spans } = await openTestTracer();
  const server = await startTestApp(({ app }) => {
    app.use(traceRequests(() => tracer, clients));
    app.get('/orders/:id', (_, response) => void response.status(503).end());
  });
  onTestFinished(server.close);
  await fetch(`${server.url}/orders/secret?token=secret`, { headers: { traceparent } });
  await fetch(`${server.url}/orders/1`, { headers: { traceparent: 'nonsense' } });
  await until('both spans', () => spans.length === 2);
  expect(spans[0]).toMatchObject({
    name: 'GET /orders/:id',
    kind: 'server',
    isFailed: true,
    attributes: { 'http.route': '/orders/:id', 'http.response.status_code': '503' },
    ...expected,
  });
  expect(spans[1]).toMatchObject({ parentSpanId: '', links: [] });
  expect(spans[1]?.traceId).not.toBe(spans[0]?.traceId);
  expect(JSON.stringify(spans)).not.toContain('secret');
});

it('a process without an endpoint loads nothing of the SDK and starts no span', async () => {
  const loader = createRequire(import.meta.url).resolve('tsx');
  const service = new URL('../index.ts', import.meta.url).href;
  const telemetry = new URL('./index.ts', import.meta.url).href;
  const code = `
    const { defineService, serviceEnv } = await import('${service}');
    const { activeSpan, inSpan } = await import('${telemetry}');
    const { createRequire } = await import('node:module');
    const start = defineService('test', serviceEnv, async (service) => {
      const span = await inSpan({ name: 'one', kind: 'internal' }, async () => activeSpan());
      const loaded = Object.keys(createRequire('/x.js').cache).filter((file) => file.includes('@opentelemetry/'));
      console.log(JSON.stringify({ tracer: service.tracer, span, loaded }));
    });
    const { started, stop } = start();
    await started;
    await stop();`;
  const env = { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'silent', HOST: '127.0.0.1' };
  const run = promisify(execFile);
  const args = ['--import', `file://${loader}`, '--input-type=module', '-e', code];
  const { stdout } = await run(process.execPath, args, { env });
  const { loaded, ...others } = JSON.parse(stdout) as { loaded: string[] };
  expect(others).toEqual({});
  expect(loaded.filter((file) => !file.includes('@opentelemetry/api/'))).toEqual([]);
});
