import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@shop/domain';
import { claimsOf, type Viewer } from '@shop/schema';
import jwt, { type SignOptions } from 'jsonwebtoken';
import { createIdentifier } from '../identity/identity.ts';
import type { KeySource } from '../identity/jwks-client.ts';
import { createDenylist } from '../identity/revocations.ts';

export type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
export const newPair = (): Pair => generateKeyPairSync('ec', { namedCurve: 'P-256' });

export const viewer: Viewer = {
  id: newId(),
  email: 'nel@shop.example',
  roles: ['CUSTOMER'],
  scopes: new Set(),
  sessionId: newId(),
};
export const claims = { ...claimsOf(viewer), gen: 3 };

/** Signs an access token as the user subgraph does, but for what is given. */
export const signWith = (
  { privateKey }: Pick<Pair, 'privateKey'>,
  options: SignOptions = {},
  payload: object = claims,
): string =>
  jwt.sign(payload, privateKey, {
    algorithm: 'ES256',
    keyid: 'k1',
    issuer: 'shop',
    audience: 'shop-api',
    expiresIn: 900,
    ...options,
  });

/** An identifier of the shop's tokens. */
export const identifierOf = (keys: KeySource, denylist = createDenylist()) =>
  createIdentifier({ keys, issuer: 'shop', audience: 'shop-api', denylist });

/** An HTTP server that answers every request with what `answer` says, and counts. */
export async function serveJson(answer: () => { status?: number; body: unknown }) {
  const served = { count: 0, authorizations: [] as (string | undefined)[] };
  const server = createServer((request, response) => {
    served.count++;
    served.authorizations.push(request.headers.authorization);
    const { status = 200, body } = answer();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return Object.assign(served, {
    url: `http://127.0.0.1:${port}/`,
    /** Refuses connections until `start`. */
    async stop() {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
    start: () => listen(port),
  });
}

/** What a JWK Set says of these keys. */
export const jwks = (pairs: Readonly<Record<string, Pair>>) => ({
  keys: Object.entries(pairs).map(([kid, { publicKey }]) => ({
    ...publicKey.export({ format: 'jwk' }),
    kid,
  })),
});
