import type { Origin } from '@shop/schema';
import type { SessionStore } from '../domain/ports.ts';
import { lockAccount, saveRelated, toSession } from './account-changes.ts';
import { type Database, inTransaction } from './client.ts';

/** The session store on Prisma. */
export const createSessionStore = (database: Database, origin: Origin): SessionStore => ({
  async activeOf(userId, now) {
    const rows = await database.session.findMany({
      where: { userId, revokedAt: null, expiresAt: { gt: now } },
      orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
    });
    return rows.map(toSession);
  },

  rotate: (hash, decide) =>
    inTransaction(database, async (tx) => {
      const where = { hash };
      const known = await tx.refreshToken.findUnique({ where, include: { session: true } });
      if (!known) return undefined;
      const account = await lockAccount(tx, known.session.userId);
      // Read again under the lock.
      const token = await tx.refreshToken.findUnique({ where, include: { session: true } });
      if (!token) return undefined;
      const session = toSession(token.session);
      const revoked = token.session.revokedAt !== null;
      const rotation = decide({ account, session, revoked, usedAt: token.usedAt });
      if (rotation.verdict === 'REUSED') await saveRelated(tx, rotation.change, origin);
      if (rotation.verdict === 'ROTATED') {
        const { id, lastUsedAt, expiresAt, userAgent, clientAddress } = rotation.session;
        // A repeated use does not extend the time in which the token works.
        const usedAt = token.usedAt ?? lastUsedAt;
        await tx.refreshToken.update({ where, data: { usedAt } });
        await tx.refreshToken.create({
          data: { hash: rotation.refreshTokenHash, sessionId: id },
        });
        const data = { lastUsedAt, expiresAt, userAgent, clientAddress };
        await tx.session.update({ where: { id }, data });
      }
      return { account, rotation };
    }),
});
