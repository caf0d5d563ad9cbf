import { LRUCache } from 'lru-cache';
import type { AccessPolicy } from '../../access/policy.ts';
import type { ResponseStore } from '../../cache/response-store.ts';
import { type SentResponse, secondsLeft } from './sent-response.ts';

/** Of the responses of a process: some hundreds of pages, in the encodings of their clients. */
const maxBytes = 16 * 2 ** 20;
/** Approximate bytes of a response beside its key and its body: its headers, and its place in the cache. */
const overheadBytes = 2_000;

/** Responses that were sent, by all that they depend on. */
export type SentResponses = {
  /** Returns a response that is still right: of this policy, not too old, and no event has invalidated it. */
  find(key: string, policy: AccessPolicy | undefined): Promise<SentResponse | undefined>;
  add(key: string, sent: SentResponse): void;
};

/** Stores responses in this process; the least recently used go first. */
export function createSentResponses(store: ResponseStore): SentResponses {
  const entries = new LRUCache<string, SentResponse>({
    maxSize: maxBytes,
    sizeCalculation: ({ bytes }, key) => bytes.length + key.length + overheadBytes,
  });

  async function isValid(sent: SentResponse, policy: AccessPolicy | undefined): Promise<boolean> {
    if (sent.policy !== policy || secondsLeft(sent) < 1) return false;
    const generations = await store.generations(sent.subgraphs);
    return generations.every((one, n) => one === sent.generations[n]);
  }

  return {
    async find(key, policy) {
      const sent = entries.get(key);
      if (!sent || (await isValid(sent, policy))) return sent;
      if (entries.peek(key) === sent) entries.delete(key);
      return undefined;
    },
    add: (key, sent) => void entries.set(key, sent),
  };
}
