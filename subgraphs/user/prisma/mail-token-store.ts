import type { Origin } from '@shop/schema';
import type { MailTokenStore } from '../domain/ports.ts';
import {
  lockAccount,
  lockWithSessions,
  refuseTakenEmail,
  saveChange,
  toAccount,
} from './account-changes.ts';
import { type Database, inTransaction } from './client.ts';

/** The mail token store on Prisma. */
export const createMailTokenStore = (database: Database, origin: Origin): MailTokenStore => ({
  issue: (userId, purpose, since, decide) =>
    inTransaction(database, async (tx) => {
      const account = await lockAccount(tx, userId);
      const ofPurpose = { userId, purpose };
      const where = { ...ofPurpose, createdAt: { gt: since } };
      const change = decide(account, await tx.mailToken.count({ where }));
      if (change.mailToken) {
        // Used or expired, and too old to be counted.
        const { createdAt: now } = change.mailToken;
        const old = {
          createdAt: { lte: since },
          OR: [{ usedAt: { not: null } }, { expiresAt: { lt: now } }],
        };
        await tx.mailToken.deleteMany({ where: { ...ofPurpose, ...old } });
      }
      await saveChange(tx, account, change, origin);
    }),

  async ownerOf(hash, purpose, now) {
    const row = await database.mailToken.findUnique({
      where: { hash, purpose, usedAt: null, expiresAt: { gt: now } },
      include: { user: true },
    });
    return row ? toAccount(row.user) : undefined;
  },

  consume: (hash, purpose, now, decide) =>
    inTransaction(database, async (tx) => {
      const token = await tx.mailToken.findUnique({ where: { hash } });
      if (!token) return undefined;
      const locked = await lockWithSessions(tx, token.userId);
      const { count } = await tx.mailToken.updateMany({
        where: { hash, purpose, usedAt: null, expiresAt: { gt: now } },
        data: { usedAt: now },
      });
      if (count !== 1) return undefined;
      const change = decide(locked, token);
      return saveChange(tx, locked.account, change, origin).catch(refuseTakenEmail(['token']));
    }),
});
