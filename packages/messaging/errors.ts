/** Trying again cannot help: the message goes straight to the dead letters. */
export class PermanentError extends Error {
  readonly code = 'PERMANENT';
}

/** Something the work needs is away (database, broker): the message waits, and no attempt is counted. */
export class UnavailableError extends Error {
  readonly code = 'UNAVAILABLE';
}

/** None of the queues that hear this type is there: they are declared again, and the message has to come again. */
export class UnroutableError extends UnavailableError {}

/** Node's system errors, SQLSTATE classes 08, 53 and 57P, Prisma's connection errors. */
const unavailableCode =
  /^(UNAVAILABLE|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08\w{3}|53\w{3}|57P0\d|40001|40P01|P1001|P1002|P1008|P1017|P2024|P2028|P2034|P2037)$/;
/** What Prisma's driver adapter says of the same; raw queries tell it nowhere else. */
const unavailableKind =
  /^(DatabaseNotReachable|ConnectionClosed|TooManyConnections|SocketTimeout|TransactionWriteConflict)$/;
/** pg and Prisma report these without a code. */
const unavailableMessage =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Unable to start a transaction/;

const nested = (error: object): unknown[] => {
  const { cause, meta, errors, driverAdapterError, originalCode } = error as Record<
    string,
    unknown
  >;
  const inner = [cause, meta, driverAdapterError, ...(Array.isArray(errors) ? errors : [])];
  return originalCode === undefined ? inner : [...inner, { code: originalCode }];
};

/** Whether an error, or one it was caused by, says that infrastructure is away for now. */
export function isUnavailable(error: unknown, depth = 5): boolean {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  const { code, kind, message } = error as Readonly<Record<string, unknown>>;
  if (typeof kind === 'string' && unavailableKind.test(kind)) return true;
  if (typeof code === 'string' && unavailableCode.test(code)) return true;
  if (typeof message === 'string' && unavailableMessage.test(message)) return true;
  return nested(error).some((inner) => isUnavailable(inner, depth - 1));
}

/** Whether trying again cannot help. An event that breaks its schema is one such case. */
export const isPermanent = (error: unknown): boolean =>
  error instanceof PermanentError ||
  (error instanceof Error && (error as { code?: unknown }).code === 'INVALID_EVENT');

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);
