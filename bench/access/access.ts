import { fork } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer, type BaseContext } from '@apollo/server';
import { newId } from '@shop/domain';
import { claimsOf, type Viewer } from '@shop/schema';
import jwt from 'jsonwebtoken';
import { shielded } from '../../gateway/access/shielded-gateway.ts';
import type { GatewayContext } from '../../gateway/context.ts';
import { createIdentifier } from '../../gateway/identity/identity.ts';
import { createDenylist } from '../../gateway/identity/revocations.ts';
import { createInternalTokens } from '../../gateway/subgraphs/internal-tokens.ts';
import { SubgraphSource } from '../../gateway/subgraphs/subgraph-source.ts';
import { fuzzSubgraphs } from '../../gateway/testing/access-fuzz/subgraphs.ts';
import { composed } from '../../gateway/testing/access-fuzz/supergraph.ts';
import { type Contestant, measure, report } from '../measure.ts';

// What the access layer costs on a query over four subgraphs: verifying the token, asking shield,
// signing the internal tokens. The baseline is ApolloGateway alone, with none of it.
type Fetcher = RemoteGraphQLDataSource['fetcher'];

const query = `{
  me { name email orders { total { amount } lines { quantity product { name price { amount } inStock warehouse { name } } } } }
  products(first: 5) { name popularity price { amount currency } shippingCost inStock maker { name brands } }
}`;

const subgraphs = fork(new URL('subgraphs.ts', import.meta.url), { execArgv: process.execArgv });
const [port] = (await once(subgraphs, 'message')) as [number];
const url = (name: string) => `http://127.0.0.1:${port}/${name}`;
const supergraphSdl = composed(fuzzSubgraphs);

const access = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const internal = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const viewerOf = (n: number): Viewer => ({
  id: newId(),
  email: `viewer-${n}@shop.example`,
  roles: ['STAFF'],
  scopes: new Set(['orders:read', 'inventory:read', 'inventory:write']),
  sessionId: newId(),
});
/** So many people that each asks about every other second: nothing is paid for once and shared by all. */
const authorizations = Array.from({ length: 250 }, (_, n) => {
  const claims = { ...claimsOf(viewerOf(n)), gen: 0 };
  const options = { algorithm: 'ES256', keyid: 'a', issuer: 'shop', audience: 'shop-api' } as const;
  return `Bearer ${jwt.sign(claims, access.privateKey, { ...options, expiresIn: 900 })}`;
});

/** Fetching as our own source does, with its timeout: what it costs is not the access layer's. */
const fetcher = ((address: string, init: RequestInit) =>
  fetch(address, { ...init, signal: AbortSignal.timeout(10_000) })) as unknown as Fetcher;

async function bare(): Promise<Contestant> {
  const server = new ApolloServer<BaseContext>({
    gateway: new ApolloGateway({
      supergraphSdl,
      buildService: ({ name }) => new RemoteGraphQLDataSource({ url: url(name), fetcher }),
    }),
  });
  await server.start();
  return { name: 'ApolloGateway alone', run: () => ask(server, {}) };
}

async function guarded(): Promise<Contestant> {
  const tokenFor = createInternalTokens({ kid: 'i', key: internal.privateKey });
  const { gateway, plugin } = shielded(
    new ApolloGateway({
      supergraphSdl,
      buildService: ({ name }) =>
        new SubgraphSource({
          name,
          url: url(name),
          timeoutMs: 10_000,
          tokenFor,
          onFailure: (error) => console.error(error),
        }),
    }),
  );
  const server = new ApolloServer<GatewayContext>({ gateway, plugins: [plugin] });
  await server.start();
  const find = async (kid: string): Promise<KeyObject | undefined> =>
    kid === 'a' ? access.publicKey : undefined;
  const identify = createIdentifier({
    keys: { find },
    issuer: 'shop',
    audience: 'shop-api',
    denylist: createDenylist(),
  });
  let next = 0;
  return {
    name: 'with the access layer',
    async run() {
      const viewer = await identify(authorizations[next++ % authorizations.length]);
      return ask(server, { viewer, requestId: 'bench' } as GatewayContext);
    },
  };
}

async function ask<C extends BaseContext>(server: ApolloServer<C>, contextValue: C) {
  const { body } = await server.executeOperation({ query }, { contextValue });
  if (body.kind !== 'single' || body.singleResult.errors) throw new Error(JSON.stringify(body));
}

report(await measure([await bare(), await guarded()]));
subgraphs.disconnect();
process.exit(0);
