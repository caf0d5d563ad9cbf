/** The part of a Prisma client that every service's client has. */
export type SqlClient = {
  $executeRaw(sql: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
};
