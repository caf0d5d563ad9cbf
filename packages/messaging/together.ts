/** One thing to write, and whoever waits for it. */
type Waiting<T, R> = {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Collects what comes while a write is under way and writes it in one go: the busier, the fewer writes.
 * Each caller gets the result of the write its item was in. When several fail together each is tried
 * alone, so that none fails for what is wrong with another.
 */
export function together<T, R>(
  write: (items: readonly T[]) => Promise<R>,
): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  let writing = false;

  async function writeAll(batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const result = await write(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve(result);
    } catch (error) {
      if (batch.length > 1) await Promise.all(batch.map((one) => writeAll([one])));
      else batch[0]?.reject(error);
    }
  }

  async function run(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await writeAll(batch);
    }
    writing = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // What is said in the same breath belongs together.
      if (!writing) queueMicrotask(() => void (writing || run()));
    });
}
