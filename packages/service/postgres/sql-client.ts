/**
 * Runs SQL whose values are parameters: what every service's Prisma client and `SqlDatabase` have in common. They
 * read a `bigint` differently: Prisma as BigInt, pg as text.
 */
export type SqlClient = {
  /** Returns the rows. */
  $queryRaw<T>(sql: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>;
  /** Returns the number of rows that were changed. */
  $executeRaw(sql: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
};
