/** Node's system errors. */
const system =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/**
 * SQLSTATE: connection lost or refused (08, 57P), resources exhausted (53), login refused (28), database missing
 * (3D000), a server that only reads after a failover (25006), a conflict of transactions (40001, 40P01).
 */
const sqlState = /^(08\w{3}|53\w{3}|57P\d\d|28\w{3}|3D000|25006|40001|40P01)$/;
/** The same as Prisma reports it. */
const prisma = /^(P1000|P1001|P1002|P1003|P1008|P1010|P1011|P1017|P2024|P2028|P2034|P2037)$/;
/** Errors of the event bus. */
const bus = /^(UNAVAILABLE|UNROUTABLE)$/;
const paymentProvider = /^PAYMENT_PROVIDER_UNAVAILABLE$/;
const codes = [system, sqlState, prisma, bus, paymentProvider];

/** The same in Prisma's driver adapter: the only place where raw queries report it. */
const kinds =
  /^(DatabaseNotReachable|ConnectionClosed|TooManyConnections|SocketTimeout|TlsConnectionError|AuthenticationFailed|DatabaseAccessDenied|DatabaseDoesNotExist|TransactionWriteConflict)$/;

/** Errors that pg, its pool, Prisma, amqplib and `within` report without a code. */
const messages = [
  /Connection terminated|timeout exceeded when trying to connect|^timeout expired$|Query read timeout/,
  /Client has encountered a connection error|Client was closed|Cannot use a pool after calling end/,
  /not currently accepting connections|does not support SSL|error establishing an SSL connection/,
  /Unable to start a transaction/,
  /^(Channel|Connection) (closed|closing|ended)|Heartbeat timeout|Unexpected close|Socket closed/i,
  /^no answer within/,
];

const nested = (error: object): unknown[] => {
  const { cause, meta, errors, driverAdapterError, originalCode } = error as Record<
    string,
    unknown
  >;
  const inner = [cause, meta, driverAdapterError, ...(Array.isArray(errors) ? errors : [])];
  return originalCode === undefined ? inner : [...inner, { code: originalCode }];
};

/** Whether `matches` holds for an error or one of its causes. */
function someCause(
  error: unknown,
  matches: (error: Readonly<Record<string, unknown>>) => boolean,
  depth = 5,
): boolean {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  if (matches(error as Readonly<Record<string, unknown>>)) return true;
  return nested(error).some((inner) => someCause(inner, matches, depth - 1));
}

/**
 * Whether an error, or a cause of it, means that infrastructure (database, broker, payment provider) is unavailable for now:
 * the same work succeeds later.
 */
export const isUnavailable = (error: unknown): boolean =>
  someCause(
    error,
    ({ code, kind, message }) =>
      (typeof code === 'string' && codes.some((pattern) => pattern.test(code))) ||
      (typeof kind === 'string' && kinds.test(kind)) ||
      (typeof message === 'string' && messages.some((pattern) => pattern.test(message))),
  );

/**
 * Whether the database cancelled a statement, because it took too long or waited for a lock. The same
 * statement may take as long again, so that a message counts it as an attempt.
 */
export const isCancelled = (error: unknown): boolean =>
  someCause(error, ({ code }) => code === '57014' || code === '55P03');
