/** A retry cannot help: the message goes straight to the dead letters. */
export class PermanentError extends Error {
  readonly code = 'PERMANENT';
}

/** A dependency (database, broker) is unavailable: the message is held and no attempt is counted. */
export class UnavailableError extends Error {
  readonly code = 'UNAVAILABLE';
}

/** None of the queues declared for the type exists. They are declared again; publish the message again. */
export class UnroutableError extends Error {
  readonly code = 'UNROUTABLE';
}

/** Node's system errors, SQLSTATE classes 08, 53 and 57P, Prisma's connection errors. */
const unavailableCode =
  /^(UNAVAILABLE|UNROUTABLE|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08\w{3}|53\w{3}|57P0\d|40001|40P01|P1001|P1002|P1008|P1017|P2024|P2028|P2034|P2037)$/;
/** The same in Prisma's driver adapter: the only place where raw queries report it. */
const unavailableKind =
  /^(DatabaseNotReachable|ConnectionClosed|TooManyConnections|SocketTimeout|TransactionWriteConflict)$/;
/** Errors that pg and Prisma report without a code. */
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

/** Whether an error, or a cause of it, means that infrastructure is unavailable for now. */
export function isUnavailable(error: unknown, depth = 5): boolean {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  const { code, kind, message } = error as Readonly<Record<string, unknown>>;
  if (typeof kind === 'string' && unavailableKind.test(kind)) return true;
  if (typeof code === 'string' && unavailableCode.test(code)) return true;
  if (typeof message === 'string' && unavailableMessage.test(message)) return true;
  return nested(error).some((inner) => isUnavailable(inner, depth - 1));
}

/** Whether a retry cannot help. An event that breaks its schema is one such case. */
export const isPermanent = (error: unknown): boolean =>
  error instanceof PermanentError ||
  (error instanceof Error && (error as { code?: unknown }).code === 'INVALID_EVENT');

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);
