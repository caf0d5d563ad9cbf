import type { KeyObject } from 'node:crypto';
import { type Log, publicKeySet, publicKeys } from '@shop/service';

export type JwksOptions = {
  /** After a fetch, unknown key ids cause no other fetch for this long. */
  readonly cooldownMs?: number;
  /** A key is trusted for this long after the set last contained it, while the set can be read. */
  readonly maxAgeMs?: number;
};

const timeoutMs = 3_000;

/** The key set could not be read, so that a token can be neither accepted nor refused. */
export class KeysUnavailableError extends Error {}

export type KeySource = {
  /** Returns `undefined` for a key id that is not in the set. Throws `KeysUnavailableError`. */
  find(kid: string): Promise<KeyObject | undefined>;
};

/**
 * Reads the keys of a JWK Set (RFC 7517) from a URL. Keys are read again in the background when they are
 * half as old as allowed, so that requests wait only after an idle time. While the set cannot be read,
 * the last known keys stay valid.
 */
export function createJwksClient(
  url: string,
  log: Log,
  { cooldownMs = 10_000, maxAgeMs = 5 * 60_000 }: JwksOptions = {},
): KeySource {
  let keys: ReadonlyMap<string, KeyObject> = new Map();
  let triedAt = Number.NEGATIVE_INFINITY;
  let failed = false;
  let fetching: Promise<void> | undefined;

  async function fetchKeys(): Promise<void> {
    try {
      const response = await fetch(url, {
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      keys = publicKeys(publicKeySet.parse(await response.text()));
      failed = false;
    } catch (error) {
      failed = true;
      log.error({ err: error, url }, 'key set cannot be fetched');
    } finally {
      triedAt = performance.now();
      fetching = undefined;
    }
  }

  function refresh(): Promise<void> {
    fetching ??= fetchKeys();
    return fetching;
  }

  async function findUnknown(kid: string, age: number): Promise<KeyObject | undefined> {
    if (fetching || age > cooldownMs) await refresh();
    if (!keys.has(kid) && failed) throw new KeysUnavailableError('no key set');
    return keys.get(kid);
  }

  return {
    async find(kid) {
      const age = performance.now() - triedAt;
      if (!keys.has(kid)) return findUnknown(kid, age);
      if (age > maxAgeMs) await refresh();
      else if (age > (failed ? cooldownMs : maxAgeMs / 2)) void refresh();
      return keys.get(kid);
    },
  };
}
