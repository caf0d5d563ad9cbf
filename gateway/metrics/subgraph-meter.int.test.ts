import { expect, it, onTestFinished } from 'vitest';
import { SubgraphDataSource } from '../execution/transport/subgraph-data-source.ts';
import { composeSupergraph } from '../testing/compose-supergraph.ts';
import { startJsonServer } from '../testing/json-server.ts';
import { json, send } from '../testing/send-request.ts';
import { startGatewayOver } from '../testing/test-gateway.ts';

it('fetches are counted by subgraph and outcome, and the openings of its circuit', async () => {
  const responses = { status: 200, body: { data: { ping: 'pong' } } as object };
  const subgraph = await startJsonServer(() => responses);
  onTestFinished(subgraph.stop);
  const gateway = await startGatewayOver({
    supergraphSdl: composeSupergraph({ shop: 'type Query { ping: String }' }),
    dataSource({ name }, meter) {
      meter.subgraph(name);
      return new SubgraphDataSource({
        ...{ name, url: subgraph.url, timeoutMs: 1_000, tokenFor: () => 'token' },
        onFailure: () => undefined,
        onFetched: meter.fetched,
        onCircuitChange: meter.circuit,
      });
    },
    variables: { RATE_LIMIT_ANONYMOUS: '0', RATE_LIMIT_ADDRESS: '0', RESPONSE_CACHE: 'off' },
  });
  onTestFinished(gateway.stop);
  const linesOf = async (name: string) =>
    (await gateway.metrics.metrics()).match(new RegExp(`^${name}\\{.*$`, 'gm'));
  const ask = () => send(gateway.url, json({ query: '{ ping }' }));
  expect(await linesOf('gateway_circuit_openings_total')).toEqual([
    'gateway_circuit_openings_total{subgraph="shop"} 0',
  ]);

  await ask();
  responses.body = { data: { ping: null }, errors: [{ message: 'no' }] };
  await ask();
  responses.status = 500;
  for (let n = 0; n < 11; n++) await ask();
  expect(await linesOf('gateway_fetches_total')).toEqual([
    'gateway_fetches_total{subgraph="shop",outcome="ok"} 1',
    'gateway_fetches_total{subgraph="shop",outcome="errors"} 1',
    'gateway_fetches_total{subgraph="shop",outcome="failed"} 10',
    'gateway_fetches_total{subgraph="shop",outcome="rejected"} 1',
    'gateway_fetches_total{subgraph="shop",outcome="cancelled"} 0',
  ]);
  expect(await linesOf('gateway_circuit_open')).toEqual([
    'gateway_circuit_open{subgraph="shop"} 1',
  ]);
  expect(await linesOf('gateway_circuit_openings_total')).toEqual([
    'gateway_circuit_openings_total{subgraph="shop"} 1',
  ]);
  // Those that were not sent have no duration.
  expect(await linesOf('gateway_fetch_seconds_count')).toEqual([
    'gateway_fetch_seconds_count{subgraph="shop"} 12',
  ]);
});
