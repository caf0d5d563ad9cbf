/** Ends the work of `orStop` when a stop is requested. */
export class Stopped extends Error {}

/** One run of a program that opens resources, can be stopped at any time, and closes what it opened. */
export type Lifetime = {
  /** Registers what to close at the end; the last registered is closed first. */
  onEnd(close: () => Promise<unknown>): void;
  /** Waits for work that may stay unfinished: throws `Stopped` as soon as a stop is requested. */
  orStop<T>(work: Promise<T>): Promise<T>;
  /** Requests a stop, waits until `body` has ended, then closes everything. Later calls wait for the first. */
  end(): Promise<void>;
  /** Resolves or rejects as `body` does; `Stopped` counts as success. */
  readonly done: Promise<void>;
};

/** Starts `body`. Passes errors of closing to `report`; the rest is closed all the same. */
export function createLifetime(
  body: (life: Omit<Lifetime, 'done'>) => Promise<void>,
  report: (error: unknown) => void,
): Lifetime {
  const closers: (() => Promise<unknown>)[] = [];
  let requestStop: () => void = () => undefined;
  const stopRequested = new Promise<never>((_, reject) => {
    requestStop = () => reject(new Stopped('stopped'));
  });
  stopRequested.catch(() => undefined);
  let ending: Promise<void> | undefined;

  const closeAll = async () => {
    requestStop();
    await done.catch(() => undefined);
    for (const close of closers.reverse()) await close().catch(report);
  };
  const life = {
    onEnd: (close: () => Promise<unknown>) => void closers.push(close),
    orStop: <T>(work: Promise<T>) => Promise.race([stopRequested, work]),
    end: () => (ending ??= closeAll()),
  };
  const done = body(life).catch((error) => {
    if (!(error instanceof Stopped)) throw error;
  });
  return { ...life, done };
}
