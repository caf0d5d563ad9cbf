import { newId } from '@shop/domain';
import { LRUCache } from 'lru-cache';
import type { ResponseStore } from './response-store.ts';

/** Approximate bytes of an entry beside its text: the key, and its place in the cache. */
const overheadBytes = 300;

/** Strings take two bytes a character when they contain one beyond Latin-1. */
const bytesOf = (text: string): number => text.length * 2 + overheadBytes;

/** Stores responses in this process; the least recently used go first. */
export function createMemoryStore(maxBytes: number): ResponseStore & { bytes(): number } {
  const entries = new LRUCache<string, string>({ maxSize: maxBytes, sizeCalculation: bytesOf });
  const generations = new Map<string, string>();

  function generationOf(subgraph: string): string {
    const generation = generations.get(subgraph) ?? newId();
    generations.set(subgraph, generation);
    return generation;
  }

  return {
    bytes: () => entries.calculatedSize,
    generations: async (subgraphs) => subgraphs.map(generationOf),
    async invalidate(subgraphs) {
      for (const subgraph of subgraphs) generations.set(subgraph, newId());
    },
    async read(key) {
      const text = entries.get(key);
      const secondsLeft = Math.floor(entries.getRemainingTTL(key) / 1_000);
      if (text !== undefined && secondsLeft >= 1) return { text, secondsLeft };
      entries.delete(key);
      return undefined;
    },
    async write(key, text, seconds) {
      entries.set(key, text, { ttl: seconds * 1_000 });
    },
  };
}
