/** An answer that was kept, and for how many more seconds it is good; never 0. */
export type Kept = { readonly text: string; readonly secondsLeft: number };

/**
 * Keeps answers, and a generation for each subgraph that they were read from. A generation is part of the
 * key of an answer and is read before the answer is made, so that one that was overtaken by a change is
 * stored where nobody looks. Generations are random and never come back: a store that has lost them has
 * begun new ones. Any function may reject while the store is away; nothing may then be taken from it.
 */
export type AnswerStore = {
  /** In the order of the names. */
  generations(subgraphs: readonly string[]): Promise<readonly string[]>;
  /**
   * Begins new generations: what was kept before is not found again. A store that is away does so before
   * it gives anything again.
   */
  outdate(subgraphs: readonly string[]): Promise<void>;
  get(key: string): Promise<Kept | undefined>;
  set(key: string, text: string, seconds: number): Promise<void>;
};
