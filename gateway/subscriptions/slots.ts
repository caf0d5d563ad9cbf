/** Runs work when one of a number of slots is free, in the order of the calls. */
export type InSlot = <T>(work: () => Promise<T>) => Promise<T>;

/** Creates slots for work that runs at once. */
export function createSlots(max: number): InSlot {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
