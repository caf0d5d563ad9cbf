/** The messages that a subscription has taken and not removed or returned yet, by `seq`. */
export function createInFlight(onDone: () => void) {
  const works = new Map<string, Promise<void>>();
  return {
    /** Adds a message until `work`, which never rejects, resolves. */
    add(seq: string, work: Promise<void>): void {
      const done = work.then(() => {
        works.delete(seq);
        onDone();
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
