import { newId } from '@shop/domain';
import type { Redis } from 'ioredis';
import type { AnswerStore } from './answer-store.ts';

/** Keeps answers in Redis for all gateways; `prefix` keeps shops in one Redis apart. */
export function createRedisStore(redis: Redis, prefix = 'shop:answers'): AnswerStore {
  const generationKey = (subgraph: string) => `${prefix}:generation:${subgraph}`;
  const answerKey = (key: string) => `${prefix}:answer:${key}`;
  /** Generations that begin as soon as Redis can be told: until then nothing is taken from it. */
  const untold = new Map<string, string>();

  async function tell(): Promise<void> {
    if (untold.size === 0) return;
    const told = [...untold];
    await redis.mset(told.flatMap(([subgraph, id]) => [generationKey(subgraph), id]));
    for (const [subgraph, id] of told) {
      // Unless another one has been begun meanwhile.
      if (untold.get(subgraph) === id) untold.delete(subgraph);
    }
  }

  return {
    async generations(subgraphs) {
      await tell();
      const keys = subgraphs.map(generationKey);
      const known = await redis.mget(keys);
      if (known.every((id) => id !== null)) return known as string[];
      // Never begun, or lost by Redis: whoever comes first begins it.
      await Promise.all(keys.map((key) => redis.set(key, newId(), 'NX')));
      return (await redis.mget(keys)).map((id) => {
        if (id === null) throw new Error('redis keeps no generations');
        return id;
      });
    },
    async outdate(subgraphs) {
      for (const subgraph of subgraphs) untold.set(subgraph, newId());
      await tell();
    },
    async get(key) {
      const answers = await redis.multi().get(answerKey(key)).pttl(answerKey(key)).exec();
      const [text, milliseconds] = (answers ?? []).map(([error, value]) => {
        if (error) throw error;
        return value;
      });
      const secondsLeft = Math.floor(Number(milliseconds) / 1_000);
      return typeof text === 'string' && secondsLeft >= 1 ? { text, secondsLeft } : undefined;
    },
    async set(key, text, seconds) {
      await redis.set(answerKey(key), text, 'EX', seconds);
    },
  };
}
