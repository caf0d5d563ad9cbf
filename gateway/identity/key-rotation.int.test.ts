import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { createLog, type PrivateKeySet, signingKey, withoutPrivateParts } from '@shop/service';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import { identifierOf, newPair, serveJson, signWith, viewer } from '../testing/identity.ts';
import { createJwksClient } from './jwks-client.ts';

type Key = PrivateKeySet['keys'][number];
const newKey = (kid: string): Key => ({
  ...(newPair().privateKey.export({ format: 'jwk' }) as unknown as Key),
  kid,
});

it('loses no request while the keys of access tokens rotate, and ends with the old one refused', async () => {
  const [old, next] = [newKey('old'), newKey('next')];
  // What the user subgraph has: the first key signs, all are published.
  let set: PrivateKeySet = { keys: [old] };
  const server = await serveJson(() => ({ body: withoutPrivateParts(set) }));
  const options = { maxAgeMs: 300, cooldownMs: 10_000 };
  const keys = createJwksClient(server.url, createLog('test', 'silent'), options);
  const identify = identifierOf(keys);

  const signed = (key = signingKey(set)) =>
    `Bearer ${signWith({ privateKey: key.key }, { keyid: key.kid })}`;
  const used = { old: 0, next: 0 };
  const refusals: unknown[] = [];
  // A client of each moment: its token is young, or some hundred requests old.
  const wallet: string[] = [];
  let working = true;
  const client = (async () => {
    while (working) {
      const { kid } = signingKey(set);
      wallet.push(signed());
      for (const token of wallet.slice(-100).filter((_, n) => n % 25 === 0)) {
        await identify(token).then(
          (who) => expect(who).toEqual(viewer),
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
    // Two fetches later every gateway has seen the set.
    await until(name, () => server.count >= fetches + 2 && done());
  };

  await phase('the old key', [old], () => used.old > 100);
  await phase('both published', [old, next], () => true);
  await phase('the next one signing', [next, old], () => used.next > 200);
  wallet.splice(0);
  await phase('the old one retired', [next], () => wallet.length > 100);
  working = false;
  await client;
  expect(refusals).toEqual([]);

  const stale = signed({
    kid: 'old',
    key: createPrivateKey({ format: 'jwk', key: old as JsonWebKey }),
  });
  await expect(identify(stale)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  expect(await identify(signed())).toEqual(viewer);
  await server.stop();
});
