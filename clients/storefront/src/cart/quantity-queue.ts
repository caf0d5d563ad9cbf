/** A line of the cart, and the units that it should have. */
export type WantedLine = { readonly variantId: string; readonly quantity: number };
type Send = (lines: readonly WantedLine[]) => Promise<string | undefined>;

/** Creates what sends changed lines one request after the other, each with the last wanted quantities. */
export function createQuantityQueue() {
  const wanted = new Map<string, number>();
  let sending: Promise<string | undefined> | undefined;
  const waiting = (): WantedLine[] =>
    [...wanted].map(([variantId, quantity]) => ({ variantId, quantity }));

  async function sendAll(send: Send): Promise<string | undefined> {
    try {
      let refusal: string | undefined;
      while (wanted.size > 0) {
        const lines = waiting();
        wanted.clear();
        refusal = await send(lines);
      }
      return refusal;
    } finally {
      wanted.clear();
      sending = undefined;
    }
  }

  return {
    /** Sends a line, after the request that is under way. Resolves to the message of a refusal when nothing is left to send. */
    set({ variantId, quantity }: WantedLine, send: Send): Promise<string | undefined> {
      wanted.set(variantId, quantity);
      sending ??= sendAll(send);
      return sending;
    },
    /** The lines that are not sent yet. */
    waiting,
    isSending: (): boolean => sending !== undefined,
  };
}
