import type { GraphQLFormattedError } from 'graphql';

/** One message of a subscription. */
export type StreamResult = {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
};

export type UpdateStreamOptions = {
  /** Reads the present state of an entity; `undefined` when there is nothing to send. What it throws ends the stream. */
  read(id: string): Promise<StreamResult | undefined>;
  /** Ids that may wait for a slow client; one more ends the stream with the error of `tooSlow`. */
  readonly maxPending: number;
  tooSlow(): Error;
  /** Called once, however the stream ends. */
  onEnd(): void;
};

/** The messages of one subscription, read one after the other as the client takes them. */
export type UpdateStream = AsyncGenerator<StreamResult, void, void> & {
  /** Reads an entity when the client has taken what comes before; an id that waits already waits once. */
  add(id: string): void;
  /** Ends the stream at once, with an error if there is one. */
  end(error?: unknown): void;
};

/**
 * Creates the stream of a subscription. Changes of an entity that a client has not taken yet become one message with its
 * latest state, so that a slow client costs no memory. Generator functions cannot end while they wait, so it is an object.
 */
export function createUpdateStream(options: UpdateStreamOptions): UpdateStream {
  const { read, maxPending, tooSlow, onEnd } = options;
  const pending = new Set<string>();
  let ended: { error?: unknown } | undefined;
  let wake = () => {};

  function end(error?: unknown): void {
    if (ended) return;
    ended = error === undefined ? {} : { error };
    pending.clear();
    wake();
    onEnd();
  }

  /** Returns the end of the stream, with its error the first time. */
  function last(): IteratorResult<StreamResult, void> {
    const error = ended?.error;
    ended = {};
    if (error !== undefined) throw error;
    return { done: true, value: undefined };
  }

  async function next(): Promise<IteratorResult<StreamResult, void>> {
    while (!ended) {
      const [id] = pending;
      if (id === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      pending.delete(id);
      const result = await read(id).catch(end);
      if (result && !ended) return { done: false, value: result };
    }
    return last();
  }

  const stream: UpdateStream = {
    next,
    async return() {
      end();
      return { done: true, value: undefined };
    },
    async throw() {
      end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => stream,
    add(id) {
      if (ended) return;
      if (pending.size >= maxPending && !pending.has(id)) return end(tooSlow());
      pending.add(id);
      wake();
    },
    end,
  };
  return stream;
}
