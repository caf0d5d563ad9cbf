import type { KeyObject } from 'node:crypto';
import { type Log, type PublicKeySet, publicKeySet, publicKeys } from '@shop/service';

/** After a fetch, unknown key ids do not cause another one for this long. */
const cooldownMs = 10_000;
/** Keys are looked up again after this long, so that retired ones go. */
const maxAgeMs = 5 * 60_000;
const timeoutMs = 3_000;

export type KeySource = { find(kid: string): Promise<KeyObject | undefined> };

/** Keys of a JWK Set (RFC 7517) behind a URL. While it cannot be fetched the keys known last stay. */
export function createJwksClient(url: string, log: Log): KeySource {
  let keys: ReadonlyMap<string, KeyObject> = new Map();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const set: PublicKeySet = publicKeySet.parse(await response.text());
      keys = publicKeys(set);
    } catch (error) {
      log.error({ err: error, url }, 'key set cannot be fetched');
    } finally {
      fetchedAt = performance.now();
      fetching = undefined;
    }
  }

  return {
    async find(kid) {
      const age = performance.now() - fetchedAt;
      if (age > maxAgeMs || (!keys.has(kid) && age > cooldownMs) || fetching) {
        fetching ??= refresh();
        await fetching;
      }
      return keys.get(kid);
    },
  };
}
