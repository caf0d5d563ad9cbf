import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { createStatementNames } from './statement-names.ts';

/** The generated client of a service. */
type Client<Tx> = {
  $connect(): Promise<void>;
  $transaction<T>(work: (transaction: Tx) => Promise<T>): Promise<T>;
};

/** How long a transaction may wait for a connection, and how long it may take. */
type TransactionOptions = { maxWait?: number; timeout?: number };

type Constructor<C> = new (options: {
  adapter: PrismaPg;
  transactionOptions: TransactionOptions;
}) => C;

/**
 * Creates a Prisma client on a pool. Statements it repeats are prepared once per connection. A transaction waits for a
 * connection as long as the pool does, and may take as long as one statement.
 */
export function createPrismaClient<C>(PrismaClient: Constructor<C>, pool: pg.Pool): C {
  const { connectionTimeoutMillis, statement_timeout } = pool.options;
  return new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: createStatementNames() }),
    transactionOptions: {
      ...(connectionTimeoutMillis && { maxWait: connectionTimeoutMillis }),
      ...(statement_timeout && { timeout: statement_timeout }),
    },
  });
}

/**
 * Runs work in the given transaction, or in a new one that is rolled back when `work` throws. Only the
 * client has `$connect`; `instanceof` does not work, since a client is a plain proxy.
 */
export const inTransaction = <Tx extends object, T>(
  database: Client<Tx> | Tx,
  work: (transaction: Tx) => Promise<T>,
): Promise<T> => (isClient(database) ? database.$transaction(work) : work(database));

const isClient = <Tx extends object>(database: Client<Tx> | Tx): database is Client<Tx> =>
  '$connect' in database;
