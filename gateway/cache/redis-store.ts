import { newId } from '@shop/domain';
import type { Redis } from 'ioredis';
import type { ResponseStore } from './response-store.ts';

/** Stores responses in Redis for all gateways; `prefix` separates shops in one Redis. */
export function createRedisStore(redis: Redis, prefix = 'shop:response-cache'): ResponseStore {
  const generationKey = (subgraph: string) => `${prefix}:generation:${subgraph}`;
  const entryKey = (key: string) => `${prefix}:entry:${key}`;
  /** New generations that Redis has not confirmed; until it has, nothing is read from it. */
  const pending = new Map<string, string>();

  async function writePending(): Promise<void> {
    if (pending.size === 0) return;
    const written = [...pending];
    await redis.mset(written.flatMap(([subgraph, id]) => [generationKey(subgraph), id]));
    for (const [subgraph, id] of written) {
      // Unless another generation was started meanwhile.
      if (pending.get(subgraph) === id) pending.delete(subgraph);
    }
  }

  return {
    async generations(subgraphs) {
      await writePending();
      const keys = subgraphs.map(generationKey);
      const known = await redis.mget(keys);
      if (known.every((id) => id !== null)) return known as string[];
      // Never started, or lost by Redis: the first request starts it.
      await Promise.all(keys.map((key) => redis.set(key, newId(), 'NX')));
      return (await redis.mget(keys)).map((id) => {
        if (id === null) throw new Error('redis stores no generations');
        return id;
      });
    },
    async invalidate(subgraphs) {
      for (const subgraph of subgraphs) pending.set(subgraph, newId());
      await writePending();
    },
    async read(key) {
      const results = await redis.multi().get(entryKey(key)).pttl(entryKey(key)).exec();
      const [text, milliseconds] = (results ?? []).map(([error, value]) => {
        if (error) throw error;
        return value;
      });
      const secondsLeft = Math.floor(Number(milliseconds) / 1_000);
      return typeof text === 'string' && secondsLeft >= 1 ? { text, secondsLeft } : undefined;
    },
    async write(key, text, seconds) {
      await redis.set(entryKey(key), text, 'EX', seconds);
    },
  };
}
