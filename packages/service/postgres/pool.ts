import pg from 'pg';

export type PoolOptions = {
  /** Connections at most. Default 10. */
  readonly max?: number;
  /** How long to wait for a connection. Default 5 s. */
  readonly connectTimeoutMs?: number;
  /** How long a statement may take. Default 10 s. */
  readonly statementTimeoutMs?: number;
  /** Runs on each new connection before anything else. */
  readonly onConnect?: string;
};

type PoolLog = { warn(details: object, message: string): void };

/** After the server should have cancelled a statement, the network is considered dead. */
const networkGraceMs = 2_000;

/**
 * Creates a connection pool that survives database restarts: a lost connection is logged, never thrown, and
 * replaced. No statement waits forever: the server cancels it (SQLSTATE 57014) or, when the server does not
 * respond, the client gives up.
 */
export function createPool(
  url: string,
  log: PoolLog,
  { max = 10, connectTimeoutMs = 5_000, statementTimeoutMs = 10_000, onConnect }: PoolOptions = {},
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + networkGraceMs,
    keepAlive: true,
    ...(onConnect && {
      onConnect: async (client: pg.ClientBase) => void (await client.query(onConnect)),
    }),
  });
  const report = (error: Error) => log.warn({ err: error }, 'database connection lost');
  pool.on('error', report);
  // A FATAL that arrives while a client is checked out would end the process without this listener.
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}
