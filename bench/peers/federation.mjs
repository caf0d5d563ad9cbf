import { fork } from 'node:child_process';
import { once } from 'node:events';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { composeSupergraph, createFederation, SubgraphDataSource } from '@shop/gateway/testing';
import { benchQueries, benchSubgraphs } from '../federation/schemas.ts';
import { measure, report } from '../measure.ts';

// Compares our executor with Hive Gateway, with its own executor and with the planner and executor of Hive Router, on the
// public benchmark of federation gateways. All run in this process and take turns; every response is compared.
const subgraphs = fork(new URL('../federation/subgraphs.ts', import.meta.url), {
  execArgv: process.execArgv,
});
const [port] = await once(subgraphs, 'message');
const urlOf = (name) => `http://127.0.0.1:${port}/${name}`;
const supergraphSdl = composeSupergraph(benchSubgraphs);

async function startApollo(gateway) {
  const server = new ApolloServer({ gateway });
  await server.start();
  return async (query) => {
    const contextValue = { viewer: undefined, requestId: 'bench' };
    const { body } = await server.executeOperation({ query }, { contextValue });
    return body.singleResult;
  };
}

const stock = () =>
  new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => new RemoteGraphQLDataSource({ url: urlOf(name) }),
  });

const ours = () =>
  createFederation({
    supergraphSdl,
    dataSource: ({ name }) =>
      new SubgraphDataSource({
        ...{ name, url: urlOf(name), timeoutMs: 10_000 },
        tokenFor: () => 'token',
        onFailure: (error) => console.error(error),
      }),
  });

/** Hive has no way to execute an operation without a request and a response of `fetch`; no HTTP is involved. */
function startHive(options) {
  const supergraph = Object.keys(benchSubgraphs).reduce(
    (sdl, name) => sdl.replace(`"http://${name}"`, `"${urlOf(name)}"`),
    supergraphSdl,
  );
  const runtime = createGatewayRuntime({ supergraph, logging: 'error', ...options });
  return async (query) => {
    const response = await runtime.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query }),
    });
    return response.json();
  };
}

const servers = {
  'our executor': await startApollo(ours()),
  'ApolloGateway, stock': await startApollo(stock()),
  'Hive Gateway': startHive({}),
  'Hive Gateway with Hive Router': startHive({ unifiedGraphHandler }),
};

/** Writes data with their keys in order, since gateways may order them as they like. */
const sorted = (value) =>
  JSON.stringify(value, (_, one) =>
    one && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

for (const [kind, query] of Object.entries(benchQueries)) {
  const candidates = [];
  let expected;
  for (const [name, send] of Object.entries(servers)) {
    const first = await send(query);
    expected ??= sorted(first.data);
    if (first.errors || sorted(first.data) !== expected)
      throw new Error(`${name} responds ${JSON.stringify(first).slice(0, 500)}`);
    candidates.push({
      name: `${kind}: ${name}`,
      async run() {
        const { data, errors } = await send(query);
        if (errors || !data) throw new Error(`${name} responds with errors`);
      },
    });
  }
  report(await measure(candidates, { rounds: 10, requests: kind === 'heavy' ? 40 : 200 }));
}
subgraphs.disconnect();
process.exit(0);
