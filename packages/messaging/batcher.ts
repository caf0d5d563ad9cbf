/** An item that waits to be written, with the promise of its caller. */
type Waiting<T, R> = {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Returns a function that writes items in batches: it collects the items that come while a write is in
 * progress and writes them together, so the busier it is, the fewer writes it makes. Each caller gets the
 * result of the write that contained its item. When a batch fails, each of its items is written alone, so
 * that no item fails because of another.
 */
export function createBatcher<T, R>(
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
      // The first write waits for the end of the current task, so that it contains all its items.
      if (!writing) queueMicrotask(() => void (writing || run()));
    });
}
