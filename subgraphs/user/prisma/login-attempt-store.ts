import type { LoginAttemptStore } from '../domain/ports.ts';
import { type Database, inTransaction } from './client.ts';

/** Rows that mean nothing any more, deleted at each change: more than a change can add. */
const sweptAtOnce = 10;

/** The counters of failed attempts on Prisma. */
export const createLoginAttemptStore = (database: Database): LoginAttemptStore => ({
  change: (keys, now, decide) =>
    inTransaction(database, async (tx) => {
      // Not a row lock: the first attempt has no row to lock. In one order, so that nobody waits in a circle.
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
          ORDER BY forget_at LIMIT ${sweptAtOnce} FOR UPDATE SKIP LOCKED
        )`;
    }),

  async hasSignedIn(email, address, since) {
    const where = { address, createdAt: { gt: since }, user: { email } };
    return (await database.session.count({ where, take: 1 })) > 0;
  },
});
