import { expect, it, onTestFinished } from 'vitest';
import { json, send } from '../testing/send-request.ts';
import { startTestGateway } from '../testing/test-gateway.ts';

const sdl = `
  type Query { ping: String, old(x: Int @deprecated(reason: "y")): String @deprecated(reason: "ping"), broken: String }
`;

async function start() {
  const gateway = await startTestGateway({
    sdl,
    resolvers: {
      Query: {
        ping: () => 'pong',
        old: () => 'old',
        broken: () => {
          throw new Error('broken');
        },
      },
    },
    variables: { RATE_LIMIT_ANONYMOUS: '0', RATE_LIMIT_ADDRESS: '0' },
  });
  onTestFinished(gateway.stop);
  const ask = (query: string, headers = {}) => send(gateway.url, json({ query }, headers));
  const valuesOf = async (name: string) => {
    const { values = [] } = (await gateway.metrics.getSingleMetric(name)?.get()) ?? {};
    return values.map(({ labels, value }) => ({ ...labels, value }));
  };
  return { ask, valuesOf };
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

it('names of clients that are malformed, or after the first hundred, are one label', async () => {
  const { ask, valuesOf } = await start();
  await ask('{ ping }', { 'graphql-client-name': '"x"} 1\u00e9' });
  await ask('{ ping }', { 'graphql-client-name': 'x'.repeat(100) });
  await ask('{ ping }', { 'graphql-client-name': 'nel@shop.example' });
  for (let n = 0; n < 120; n++) await ask('{ ping }', { 'graphql-client-name': `app ${n}` });
  const values = await valuesOf('gateway_operations_total');
  expect(values).toHaveLength(101);
  expect(values.find((one) => 'client' in one && one.client === 'other')?.value).toBe(23);
});
