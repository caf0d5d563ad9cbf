import { expect, it, onTestFinished } from 'vitest';
import { json, send } from '../testing/send-request.ts';
import { startTestGateway } from '../testing/test-gateway.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@authenticated"])
  type Query {
    ping: String @cacheControl(maxAge: 60)
    old(x: Int @deprecated(reason: "y")): String @deprecated(reason: "ping")
    broken: String
    secret: String @authenticated
  }
  type Mutation { rename(to: String): Renamed }
  type Renamed { userErrors: [String!]! }
  directive @cacheControl(maxAge: Int) on FIELD_DEFINITION
`;

async function start(variables = {}) {
  const gateway = await startTestGateway({
    sdl,
    resolvers: {
      Query: {
        ping: () => 'pong',
        old: () => 'old',
        broken: () => {
          throw new Error('broken');
        },
        secret: () => 'secret',
      },
      Mutation: { rename: (_, { to }) => ({ userErrors: to ? [] : ['no name'] }) },
    },
    variables: { RATE_LIMIT_ANONYMOUS: '0', RATE_LIMIT_ADDRESS: '0', ...variables },
  });
  onTestFinished(gateway.stop);
  const ask = (query: string, headers = {}) => send(gateway.url, json({ query }, headers));
  const valuesOf = async (name: string) => {
    const { values = [] } = (await gateway.metrics.getSingleMetric(name)?.get()) ?? {};
    return values.map(({ labels, value }) => ({ ...labels, value }));
  };
  const countOf = async (name: string, labels: object) => {
    const values = await valuesOf(name);
    return values.find((one) =>
      Object.entries(labels).every(([label, value]) => one[label as keyof typeof one] === value),
    )?.value;
  };
  return { ask, valuesOf, countOf, metrics: gateway.metrics };
}

const app = { 'graphql-client-name': 'shop-app', 'graphql-client-version': '1.4.0' };

it('operations are counted by client program, type and outcome', async () => {
  const { ask, valuesOf } = await start();
  await ask('{ ping }', app);
  await ask('{ ping broken }', app);
  await ask('{ nothing }', app);
  await ask('{ ping }', { 'apollographql-client-name': 'web' });
  await ask('{ ping }');
  const ofApp = { client: 'shop-app', version: '1.4.0', value: 1 };
  expect(await valuesOf('gateway_operations_total')).toEqual([
    { ...ofApp, type: 'query', outcome: 'ok' },
    { ...ofApp, type: 'query', outcome: 'errors' },
    { ...ofApp, type: 'invalid', outcome: 'invalid' },
    { client: 'web', version: 'unnamed', type: 'query', outcome: 'ok', value: 1 },
    { client: 'unnamed', version: 'unnamed', type: 'query', outcome: 'ok', value: 1 },
  ]);
});

it('operations are measured by name, and their errors are counted by code, faults from 0', async () => {
  const { ask, metrics, valuesOf } = await start();
  await ask('query Pings { ping }');
  await ask('query Pings { ping broken more: broken }');
  await ask('{ nothing }');
  const ofPings = { operation: 'Pings' };
  expect(await metrics.metrics()).toContain(
    'gateway_operation_seconds_count{operation="Pings",type="query"} 2',
  );
  expect(await valuesOf('gateway_operation_errors_total')).toEqual([
    { ...ofPings, code: 'INTERNAL_SERVER_ERROR', value: 1 },
    { ...ofPings, code: 'SERVICE_UNAVAILABLE', value: 0 },
    { operation: 'invalid', code: 'INTERNAL_SERVER_ERROR', value: 0 },
    { operation: 'invalid', code: 'SERVICE_UNAVAILABLE', value: 0 },
    { operation: 'invalid', code: 'GRAPHQL_VALIDATION_FAILED', value: 1 },
  ]);
});

it('the names of operations are bounded labels, whatever clients invent', async () => {
  const { ask, valuesOf, metrics } = await start();
  const hostile = ['__proto__', 'constructor', 'x'.repeat(5_000), 'le'];
  for (const name of hostile) await ask(`query ${name} { ping }`);
  for (let n = 0; n < 120; n++) await ask(`query Invented${n} { ping }`);
  const labels = (await valuesOf('gateway_operation_seconds')).map(
    (one) => (one as { operation?: string }).operation,
  );
  const names = new Set(labels);
  expect(names.size).toBe(101);
  expect(names).toContain('other');
  expect(Math.max(...[...names].map((name) => name?.length ?? 0))).toBeLessThanOrEqual(60);
  expect(await metrics.metrics()).not.toContain('xxxx');
});

it('root fields are counted once by their response keys, with their outcome', async () => {
  const { ask, valuesOf } = await start();
  await ask('{ a: ping b: ping broken __typename }');
  await ask('mutation { a: rename { userErrors } b: rename(to: "x") { userErrors } }');
  await ask('query ($no: Boolean = false) { ping ...on Query @include(if: $no) { old } }');
  expect(await valuesOf('gateway_root_fields_total')).toEqual([
    { field: 'Query.ping', outcome: 'ok', value: 3 },
    { field: 'Query.broken', outcome: 'error', value: 1 },
    { field: 'Mutation.rename', outcome: 'refused', value: 1 },
    { field: 'Mutation.rename', outcome: 'ok', value: 1 },
  ]);
});

it('the use of deprecated fields and arguments is counted by client program', async () => {
  const { ask, valuesOf } = await start();
  await ask('{ a: old b: old(x: 1) ping }', app);
  await ask('{ a: old b: old(x: 1) ping }', app);
  const ofApp = { client: 'shop-app', version: '1.4.0', value: 2 };
  expect(await valuesOf('gateway_deprecated_uses_total')).toEqual([
    { ...ofApp, field: 'Query.old' },
    { ...ofApp, field: 'Query.old(x)' },
  ]);
});

it('names of clients that are malformed, or too many, are one label; those of METRICS_CLIENTS are not', async () => {
  const { ask, valuesOf, countOf } = await start({ METRICS_CLIENTS: 'shop-app, admin' });
  await ask('{ ping }', { 'graphql-client-name': '"x"} 1\u00e9' });
  await ask('{ ping }', { 'graphql-client-name': 'x'.repeat(100) });
  await ask('{ ping }', { 'graphql-client-name': 'nel@shop.example' });
  for (let n = 0; n < 120; n++) await ask('{ ping }', { 'graphql-client-name': `app ${n}` });
  await ask('{ ping }', app);
  expect(await valuesOf('gateway_operations_total')).toHaveLength(102);
  expect(await countOf('gateway_operations_total', { client: 'other' })).toBe(23);
  expect(await countOf('gateway_operations_total', { client: 'shop-app' })).toBe(1);
});

it('denied fields and requests over a limit are counted', async () => {
  const { ask, countOf } = await start({ RATE_LIMIT_ANONYMOUS: '1' });
  const denied = () => countOf('gateway_access_denials_total', { field: 'Query.secret' });
  const limited = () => countOf('gateway_rate_limited_total', { limit: 'anonymous' });
  expect([await denied(), await limited()]).toEqual([undefined, 0]);
  await ask('{ ping secret }');
  expect([await denied(), await limited()]).toEqual([1, 0]);
  await ask('{ ping secret }');
  expect([await denied(), await limited()]).toEqual([1, 1]);
  expect(
    await countOf('gateway_operation_errors_total', { operation: 'invalid', code: 'RATE_LIMITED' }),
  ).toBe(1);
});

it('lookups of plans and of cached responses are counted by result, and invalidations by subgraph', async () => {
  const { ask, countOf } = await start();
  const plans = (result: string) => countOf('gateway_plan_lookups_total', { result });
  const responses = (result: string) => countOf('gateway_response_cache_lookups_total', { result });
  await ask('{ old }');
  await ask('{ old }');
  expect([await plans('miss'), await plans('hit')]).toEqual([1, 1]);
  expect([await responses('miss'), await responses('hit')]).toEqual([2, 0]);
  await ask('mutation { rename(to: "x") { userErrors } }');
  expect(await responses('uncacheable')).toBe(1);
  expect(await countOf('gateway_response_cache_invalidations_total', { subgraph: 'shop' })).toBe(1);
});
