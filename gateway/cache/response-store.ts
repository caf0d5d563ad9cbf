/** A cached response, and for how many more seconds it is valid; never 0. */
export type CacheEntry = { readonly text: string; readonly secondsLeft: number };

/**
 * Stores cached responses, and a generation for each subgraph that they were read from. A generation is
 * part of the key of an entry and is read before the response is made, so that a response that a change
 * overtook is stored under a key that is never read. Generations are random and never recur: a store that
 * lost them has started new ones. Any function may reject while the store is unavailable; a caller must
 * then use nothing from it.
 */
export type ResponseStore = {
  /** Returns the generations in the order of the names. */
  generations(subgraphs: readonly string[]): Promise<readonly string[]>;
  /**
   * Starts new generations: entries from before are not found again. A store that is unavailable does so
   * before it returns anything again.
   */
  invalidate(subgraphs: readonly string[]): Promise<void>;
  read(key: string): Promise<CacheEntry | undefined>;
  write(key: string, text: string, seconds: number): Promise<void>;
};
