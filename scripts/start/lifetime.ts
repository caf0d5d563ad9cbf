/** Thrown into what is going on when the end is wished for. */
export class Stopped extends Error {}

/** One run of something that opens things, can be stopped at any time, and closes all it opened. */
export type Lifetime = {
  /** Run at the end, the last registered first. */
  onEnd(close: () => Promise<unknown>): void;
  /** Waits for work that may be left unfinished: throws `Stopped` as soon as the end is wished for. */
  orStop<T>(work: Promise<T>): Promise<T>;
  /** Stops `body`, waits until it has noticed, then closes everything. Later calls wait for the first. */
  end(): Promise<void>;
  /** Resolves or rejects as `body` does; `Stopped` counts as success. */
  readonly done: Promise<void>;
};

/** Runs `body` at once. `report` hears of errors in closing, which never keep the rest open. */
export function createLifetime(
  body: (life: Omit<Lifetime, 'done'>) => Promise<void>,
  report: (error: unknown) => void,
): Lifetime {
  const closers: (() => Promise<unknown>)[] = [];
  let wish: () => void = () => undefined;
  const wished = new Promise<never>((_, reject) => {
    wish = () => reject(new Stopped('stopped'));
  });
  wished.catch(() => undefined);
  let ending: Promise<void> | undefined;

  const closeAll = async () => {
    wish();
    await done.catch(() => undefined);
    for (const close of closers.reverse()) await close().catch(report);
  };
  const life = {
    onEnd: (close: () => Promise<unknown>) => void closers.push(close),
    orStop: <T>(work: Promise<T>) => Promise.race([wished, work]),
    end: () => (ending ??= closeAll()),
  };
  const done = body(life).catch((error) => {
    if (!(error instanceof Stopped)) throw error;
  });
  return { ...life, done };
}
