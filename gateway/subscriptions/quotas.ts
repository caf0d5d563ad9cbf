/** Counts what clients hold at a time, by key. */
export type Quota = {
  /** Takes one. Returns how to give it back; `undefined` when the key holds as many as it may. */
  take(key: string): (() => void) | undefined;
};

/** Creates a quota of `max` for each key. `onRefused` reports what was not given. */
export function createQuota(max: number, onRefused: () => void = () => undefined): Quota {
  const counts = new Map<string, number>();
  return {
    take(key) {
      const count = counts.get(key) ?? 0;
      if (count >= max) return void onRefused();
      counts.set(key, count + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (counts.get(key) ?? 1) - 1;
        if (left > 0) counts.set(key, left);
        else counts.delete(key);
      };
    },
  };
}
