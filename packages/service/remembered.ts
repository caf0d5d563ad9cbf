type Entry<T> = { readonly value: T; readonly until: number };

/**
 * Remembers at most `max` values, each until a moment of its own (milliseconds since the epoch), and
 * forgets the one that was asked for the longest ago when it is full.
 */
export function createRemembered<T>(max: number) {
  // A Map keeps the order of insertion: the first entry is the one not asked for the longest.
  const entries = new Map<string, Entry<T>>();

  return {
    get(key: string): T | undefined {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      if (entry.until <= Date.now()) return undefined;
      entries.set(key, entry);
      return entry.value;
    },
    set(key: string, value: T, until: number): void {
      entries.delete(key);
      const [oldest] = entries.keys();
      if (entries.size >= max && oldest !== undefined) entries.delete(oldest);
      entries.set(key, { value, until });
    },
  };
}
