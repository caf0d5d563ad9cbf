/** Something that many can wait for, again and again. */
export function createSignal() {
  let resolve = () => {};
  let next = new Promise<void>((done) => {
    resolve = done;
  });
  return {
    /** Resolves at the next `emit`. */
    next: () => next,
    emit(): void {
      resolve();
      next = new Promise<void>((done) => {
        resolve = done;
      });
    },
  };
}
