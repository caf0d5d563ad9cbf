/** Runs work for each key in order and one at a time, at most `concurrency` at once over all keys. */
export function createKeyedScheduler(concurrency: number) {
  const tails = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  async function acquireSlot(): Promise<void> {
    if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
  }

  function releaseSlot(): void {
    const next = waiting.shift();
    // The slot passes to the work that has waited longest.
    if (next) next();
    else running--;
  }

  async function run(before: Promise<void>, work: () => Promise<void>): Promise<void> {
    await before;
    await acquireSlot();
    try {
      await work();
    } finally {
      releaseSlot();
    }
  }

  return {
    /** Rejects when `work` does, never because of other work. */
    schedule(key: string, work: () => Promise<void>): Promise<void> {
      const result = run(tails.get(key) ?? Promise.resolve(), work);
      const tail = result
        .catch(() => undefined)
        .then(() => {
          if (tails.get(key) === tail) tails.delete(key);
        });
      tails.set(key, tail);
      return result;
    },
    /** Whether work of this key is not done yet. */
    has: (key: string): boolean => tails.has(key),
    /** Resolves when all work scheduled so far is done. */
    async idle(): Promise<void> {
      await Promise.all(tails.values());
    },
  };
}
