import { fork } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer, type BaseContext } from '@apollo/server';
import { newId } from '@shop/domain';
import {
  composeSupergraph,
  createAuthenticator,
  createDenylist,
  createInternalTokens,
  fuzzSubgraphs,
  type GatewayContext,
  SubgraphDataSource,
  shieldGateway,
} from '@shop/gateway/testing';
import { claimsOf, type Viewer } from '@shop/schema';
import jwt from 'jsonwebtoken';
import { type Candidate, measure, report } from '../measure.ts';

// Measures the cost of the access layer on a query over four subgraphs: verifying the access token, checking
// access with shield, signing internal tokens. The baseline is ApolloGateway without any of them.
type Fetcher = RemoteGraphQLDataSource['fetcher'];

const query = `{
  me { name email orders { total { amount } lines { quantity product { name price { amount } inStock warehouse { name } } } } }
  products(first: 5) { name popularity price { amount currency } shippingCost inStock maker { name brands } }
}`;

const subgraphs = fork(new URL('subgraphs.ts', import.meta.url), { execArgv: process.execArgv });
const [port] = (await once(subgraphs, 'message')) as [number];
const url = (name: string) => `http://127.0.0.1:${port}/${name}`;
const supergraphSdl = composeSupergraph(fuzzSubgraphs);

const access = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const internal = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const viewerOf = (n: number): Viewer => ({
  id: newId(),
  email: `viewer-${n}@shop.example`,
  emailVerified: true,
  roles: ['STAFF'],
  scopes: new Set(['orders:read', 'inventory:read', 'inventory:write']),
  sessionId: newId(),
});
/** Enough viewers for each to send a request about every other second, so that little is cached per viewer. */
const authorizations = Array.from({ length: 250 }, (_, n) => {
  const claims = { ...claimsOf(viewerOf(n)), gen: 0 };
  const options = { algorithm: 'ES256', keyid: 'a', issuer: 'shop', audience: 'shop-api' } as const;
  return `Bearer ${jwt.sign(claims, access.privateKey, { ...options, expiresIn: 900 })}`;
});

/** Fetches like SubgraphDataSource, with its timeout, so that fetching costs the same in both candidates. */
const fetcher = ((address: string, init: RequestInit) =>
  fetch(address, { ...init, signal: AbortSignal.timeout(10_000) })) as unknown as Fetcher;

async function createBaseline(): Promise<Candidate> {
  const server = new ApolloServer<BaseContext>({
    gateway: new ApolloGateway({
      supergraphSdl,
      buildService: ({ name }) => new RemoteGraphQLDataSource({ url: url(name), fetcher }),
    }),
  });
  await server.start();
  return { name: 'ApolloGateway alone', run: () => send(server, {}) };
}

async function createWithAccessLayer(): Promise<Candidate> {
  const tokenFor = createInternalTokens({ kid: 'i', key: internal.privateKey });
  const find = async (kid: string): Promise<KeyObject | undefined> =>
    kid === 'a' ? access.publicKey : undefined;
  const authenticate = createAuthenticator({
    keys: { find },
    issuer: 'shop',
    audience: 'shop-api',
    denylist: createDenylist(),
  });
  const { gateway, plugin } = shieldGateway(
    new ApolloGateway({
      supergraphSdl,
      buildService: ({ name }) =>
        new SubgraphDataSource({
          name,
          url: url(name),
          timeoutMs: 10_000,
          tokenFor,
          onFailure: (error) => console.error(error),
        }),
    }),
    authenticate,
  );
  const server = new ApolloServer<GatewayContext>({ gateway, plugins: [plugin] });
  await server.start();
  let next = 0;
  return {
    name: 'with the access layer',
    async run() {
      const identity = await authenticate(authorizations[next++ % authorizations.length]);
      return send(server, { ...identity, requestId: 'bench' } as GatewayContext);
    },
  };
}

async function send<C extends BaseContext>(server: ApolloServer<C>, contextValue: C) {
  const { body } = await server.executeOperation({ query }, { contextValue });
  if (body.kind !== 'single' || body.singleResult.errors) throw new Error(JSON.stringify(body));
}

report(await measure([await createBaseline(), await createWithAccessLayer()]));
subgraphs.disconnect();
process.exit(0);
