import { newId } from '@shop/domain';
import type { AnswerStore } from './answer-store.ts';

type Entry = { readonly text: string; readonly until: number; readonly bytes: number };

/** Roughly what an entry takes beside its text: the key, and the places in the map. */
const overheadBytes = 300;

/** Keeps answers in this process; the one that was asked for the longest ago goes first. */
export function createMemoryStore(maxBytes: number): AnswerStore & { bytes(): number } {
  // Maps keep the order of insertion, and what is asked for is inserted again.
  const entries = new Map<string, Entry>();
  const generations = new Map<string, string>();
  let bytes = 0;

  function drop(key: string): void {
    bytes -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  }

  function generationOf(subgraph: string): string {
    const generation = generations.get(subgraph) ?? newId();
    generations.set(subgraph, generation);
    return generation;
  }

  return {
    bytes: () => bytes,
    generations: async (subgraphs) => subgraphs.map(generationOf),
    async outdate(subgraphs) {
      for (const subgraph of subgraphs) generations.set(subgraph, newId());
    },
    async get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      const secondsLeft = Math.floor((entry.until - performance.now()) / 1_000);
      if (secondsLeft < 1) {
        drop(key);
        return undefined;
      }
      entries.delete(key);
      entries.set(key, entry);
      return { text: entry.text, secondsLeft };
    },
    async set(key, text, seconds) {
      drop(key);
      // Strings take two bytes a character when they hold one beyond Latin-1.
      const size = text.length * 2 + overheadBytes;
      if (size > maxBytes) return;
      const until = performance.now() + seconds * 1_000;
      entries.set(key, { text, until, bytes: size });
      bytes += size;
      for (const [oldest] of entries) {
        if (bytes <= maxBytes) return;
        drop(oldest);
      }
    },
  };
}
