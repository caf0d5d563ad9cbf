type Reads<Result> = { readonly running: Promise<Result>; next?: Promise<Result> };

/**
 * Shares expensive reads: of each key one runs at a time. Calls that come meanwhile share the next one, so that each
 * result has every change from before its call.
 */
export function shareReads<Arg, Result>(
  keyOf: (arg: Arg) => string,
  read: (arg: Arg) => Promise<Result>,
): (arg: Arg) => Promise<Result> {
  const reads = new Map<string, Reads<Result>>();

  function start(key: string, arg: Arg): Promise<Result> {
    const own: Reads<Result> = {
      running: read(arg).finally(() => {
        if (reads.get(key) === own && !own.next) reads.delete(key);
      }),
    };
    reads.set(key, own);
    return own.running;
  }

  return (arg) => {
    const key = keyOf(arg);
    const known = reads.get(key);
    if (!known) return start(key, arg);
    known.next ??= known.running.then(
      () => start(key, arg),
      () => start(key, arg),
    );
    return known.next;
  };
}
