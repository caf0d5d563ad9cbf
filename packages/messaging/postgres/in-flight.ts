/** The messages that a subscription is handling, by `seq`. */
export function createInFlight(onDone: (delayMs: number | undefined) => void) {
  const works = new Map<string, Promise<void>>();
  return {
    /** Adds a message until `work`, which never rejects, resolves to the delay before its retry, if there is one. */
    add(seq: string, work: Promise<number | undefined>): void {
      const done = work.then((delayMs) => {
        works.delete(seq);
        onDone(delayMs);
      });
      works.set(seq, done);
    },
    size: () => works.size,
    seqs: () => [...works.keys()],
    async settled(): Promise<void> {
      await Promise.all(works.values());
    },
  };
}
