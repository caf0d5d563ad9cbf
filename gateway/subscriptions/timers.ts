/** Timers of one owner, each under a name. */
export type Timers = {
  /** Calls `work` after this time, unless a timer of this name is set already. */
  set(name: string, ms: number, work: () => void): void;
  clear(): void;
};

/** Creates timers that do not keep the process alive. */
export function createTimers(): Timers {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    set(name, ms, work) {
      if (timers.has(name)) return;
      const run = () => {
        timers.delete(name);
        work();
      };
      timers.set(name, setTimeout(run, ms).unref());
    },
    clear() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
