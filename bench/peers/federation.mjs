import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { composeSupergraph } from '@shop/gateway/testing';
import { startExecutor, startStock, startWithAccess } from '../federation/candidates.ts';
import { benchSubgraphs, scenarios } from '../federation/schemas.ts';
import { startSubgraphs } from '../federation/start-subgraphs.ts';
import { measure, report } from '../measure.ts';

// Compares our executor with Hive Gateway, with its own executor and with the planner and executor of Hive Router, on the
// public benchmark of federation gateways. All run in this process and take turns; every first response is compared.
const { urlOf, stop } = await startSubgraphs();
const supergraph = { supergraphSdl: composeSupergraph(benchSubgraphs), urlOf };

/** Hive has no way to execute an operation without a request and a response of `fetch`; no HTTP is involved. */
function startHive(options) {
  const sdl = Object.keys(benchSubgraphs).reduce(
    (text, name) => text.replace(`"http://${name}"`, `"${urlOf(name)}"`),
    supergraph.supergraphSdl,
  );
  const runtime = createGatewayRuntime({ supergraph: sdl, logging: 'error', ...options });
  return async (query) => {
    const response = await runtime.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = await response.json();
    if (errors || !data) throw new Error(JSON.stringify(errors));
    return JSON.stringify(data);
  };
}

const servers = {
  'our executor': await startExecutor(supergraph),
  'ours with access, 2,000 viewers': await startWithAccess(supergraph, { viewers: 2_000 }),
  'ApolloGateway, stock': await startStock(supergraph),
  'Hive Gateway': startHive({}),
  'Hive Gateway with Hive Router': startHive({ unifiedGraphHandler }),
};

/** Writes data with their keys in order, since gateways may order them as they like. */
const sorted = (text) =>
  JSON.stringify(JSON.parse(text), (_, one) =>
    one && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

// Operations of one text each are numbered over all candidates: none is sent twice.
let sent = 0;
for (const [kind, { requests, textOf }] of Object.entries(scenarios)) {
  const candidates = [];
  let expected;
  for (const [name, send] of Object.entries(servers)) {
    const first = sorted(await send(textOf(sent++)));
    expected ??= first;
    if (first !== expected) throw new Error(`${name} responds ${first.slice(0, 500)}`);
    candidates.push({ name, run: () => send(textOf(sent++)) });
  }
  console.log(kind);
  report(await measure(candidates, { rounds: 10, requests }));
}
stop();
process.exit(0);
