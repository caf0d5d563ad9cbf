export type Input = Readonly<Record<string, unknown>>;

/** How a mutation with an idempotency key is repeated. */
export type Case = {
  /** Creates the input without its key, a copy with one different value, and the requester's token. */
  readonly prepare: () => Promise<{ token: string; input: Input; other: Input }>;
  /** Fields of the payload to compare. */
  readonly select: string;
};
