/** A mutation that waits for its answer. */
export type Entry = {
  /** The idempotency key: the same entry has one effect, however often it is sent. */
  readonly key: string;
  /** What the mutation changes, such as an order or a cart. Entries of one subject are sent one after the other. */
  readonly subject: string;
  /** Text of the operation. */
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
};

type ResponseError = { readonly message: string; readonly code: string };

/** What the shop has answered to a mutation: also a refusal, in `userErrors` of the data. */
export type Answer = {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly ResponseError[];
};

/** Sends a mutation once. Rejects when no answer arrives. */
export type Send = (entry: Entry) => Promise<Answer>;

/** Codes after which the same mutation may succeed later: with its key, sending it again is safe. */
const temporary = [
  'SERVICE_UNAVAILABLE',
  'RATE_LIMITED',
  'INTERNAL_SERVER_ERROR',
  'UNAUTHENTICATED',
];

/** Whether a response is the answer to the mutation, and not the report of a fault that passes. */
export const isAnswer = ({ data, errors }: Answer): boolean =>
  Object.values(data ?? {}).some((payload) => payload !== null) ||
  !errors.some(({ code }) => temporary.includes(code));
