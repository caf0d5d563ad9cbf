import type { LoginAttemptStore } from '../domain/ports.ts';
import { type Database, inTransaction } from './client.ts';

/** Number of expired rows that each update deletes: more than an update can add. */
const deletedPerUpdate = 10;

/** The store of failed login attempts on Prisma. */
export const createLoginAttemptStore = (database: Database): LoginAttemptStore => ({
  update: (keys, now, decide) =>
    inTransaction(database, async (tx) => {
      // Not a row lock, since the first attempt has no row. Sorted, so that two updates never deadlock.
      for (const key of [...keys].sort()) {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
      }
      const rows = await tx.loginAttempts.findMany({ where: { key: { in: [...keys] } } });
      const next = decide(keys.map((key) => rows.find((row) => row.key === key)));
      for (const [index, data] of next.entries()) {
        const key = keys[index] as string;
        await tx.loginAttempts.upsert({ where: { key }, create: { key, ...data }, update: data });
      }
      await tx.$executeRaw`
        DELETE FROM login_attempts WHERE key IN (
          SELECT key FROM login_attempts WHERE forget_at < ${now}
          ORDER BY forget_at LIMIT ${deletedPerUpdate} FOR UPDATE SKIP LOCKED
        )`;
    }),

  async hasSignedIn(email, clientAddress, since) {
    const where = { clientAddress, createdAt: { gt: since }, user: { email } };
    return (await database.session.count({ where, take: 1 })) > 0;
  },
});
