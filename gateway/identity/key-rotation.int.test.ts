import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { createLog, type PrivateKeySet, signingKey, withoutPrivateParts } from '@shop/service';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import { authenticatorOf, newKeyPair, signWith, viewer } from '../testing/access-tokens.ts';
import { startJsonServer } from '../testing/json-server.ts';
import { createJwksClient } from './jwks-client.ts';

type Key = PrivateKeySet['keys'][number];
const newKey = (kid: string): Key => ({
  ...(newKeyPair().privateKey.export({ format: 'jwk' }) as unknown as Key),
  kid,
});

it('no request fails while the keys of access tokens rotate, and the old key is refused at the end', async () => {
  const [old, next] = [newKey('old'), newKey('next')];
  // The key set of the user subgraph: the first key signs, all are published.
  let set: PrivateKeySet = { keys: [old] };
  const server = await startJsonServer(() => ({ body: withoutPrivateParts(set) }));
  const options = { maxAgeMs: 300, cooldownMs: 10_000 };
  const keys = createJwksClient(server.url, createLog('test', 'silent'), options);
  const authenticate = authenticatorOf(keys);

  const signed = (key = signingKey(set)) =>
    `Bearer ${signWith({ privateKey: key.key }, { keyid: key.kid })}`;
  const used = { old: 0, next: 0 };
  const refusals: unknown[] = [];
  // Clients at each moment: their tokens are new, or up to some hundred requests old.
  const tokens: string[] = [];
  let working = true;
  const client = (async () => {
    while (working) {
      const { kid } = signingKey(set);
      tokens.push(signed());
      for (const token of tokens.slice(-100).filter((_, n) => n % 25 === 0)) {
        await authenticate(token).then(
          (found) => expect(found).toMatchObject({ viewer }),
          (e) => refusals.push(e),
        );
      }
      used[kid as 'old' | 'next']++;
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const phase = async (name: string, keySet: Key[], done: () => boolean) => {
    set = { keys: keySet };
    const fetches = server.count;
    // After two fetches every gateway has read the set.
    await until(name, () => server.count >= fetches + 2 && done());
  };

  await phase('the old key', [old], () => used.old > 100);
  await phase('both published', [old, next], () => true);
  await phase('the next one signing', [next, old], () => used.next > 200);
  tokens.splice(0);
  await phase('the old one retired', [next], () => tokens.length > 100);
  working = false;
  await client;
  expect(refusals).toEqual([]);

  const stale = signed({
    kid: 'old',
    key: createPrivateKey({ format: 'jwk', key: old as JsonWebKey }),
  });
  await expect(authenticate(stale)).rejects.toMatchObject({
    extensions: { code: 'UNAUTHENTICATED' },
  });
  expect(await authenticate(signed())).toMatchObject({ viewer });
  await server.stop();
});
