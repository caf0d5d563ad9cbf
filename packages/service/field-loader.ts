import DataLoader from 'dataloader';

/** Amounts are integers that JSON has no type for. */
const keyOf = (args: unknown): string =>
  JSON.stringify(args, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

/** Batches reads of a field with arguments: one read for all parents with the same arguments. */
export function createFieldLoader<A, T>(
  read: (ids: readonly string[], args: A) => Promise<readonly T[]>,
) {
  const loaders = new Map<string, DataLoader<string, T>>();
  return {
    load(id: string, args: A): Promise<T> {
      const key = keyOf(args);
      const loader = loaders.get(key) ?? new DataLoader<string, T>((ids) => read(ids, args));
      loaders.set(key, loader);
      return loader.load(id);
    },
    /** Forgets what was read for a parent, whatever the arguments. */
    clear(id: string): void {
      for (const loader of loaders.values()) loader.clear(id);
    },
  };
}
