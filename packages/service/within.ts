/** Resolves to the result of `work`; throws when that takes longer than `ms`. The work itself continues. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until `work` settles, at most `ms`. Never throws. */
export const atMost = (ms: number, work: Promise<unknown>): Promise<void> =>
  within(ms, work).then(
    () => undefined,
    () => undefined,
  );
