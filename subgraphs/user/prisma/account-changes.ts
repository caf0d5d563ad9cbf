import { isId, refuse } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import type { AccountChange, Held } from '../domain/ports.ts';
import { rememberedMs, type Session } from '../domain/session.ts';
import type { Account } from '../domain/user.ts';
import type { Prisma } from '../generated/prisma/client.ts';

type Transaction = Prisma.TransactionClient;

export const toAccount = ({ updatedAt: _, ...row }: Prisma.UserGetPayload<object>): Account => row;

export const toRow = ({ roles, ...account }: Account) => ({ ...account, roles: [...roles] });

export const toSession = ({
  revokedAt: _,
  revokedReason: __,
  ...row
}: Prisma.SessionGetPayload<object>): Session => row;

/** Takes the lock of an account, before anything else of it is read. Refuses NOT_FOUND. */
export async function lockAccount(tx: Transaction, id: string): Promise<Account> {
  if (!isId(id)) return refuse('NOT_FOUND', 'There is no such user.');
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.user.findUnique({ where: { id } });
  return row ? toAccount(row) : refuse('NOT_FOUND', 'There is no such user.');
}

/** The account under its lock, with the sessions nobody has ended. */
export async function hold(tx: Transaction, id: string): Promise<Held> {
  const account = await lockAccount(tx, id);
  const sessions = await tx.session.findMany({
    where: { userId: id, revokedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return { account, sessions: sessions.map(toSession) };
}

/** Saves a decision about an account that is there, with all it says. */
export async function save(
  tx: Transaction,
  before: Account,
  change: AccountChange,
  origin: Origin,
): Promise<Account> {
  const { next } = change;
  if (next !== before) await tx.user.update({ where: { id: next.id }, data: toRow(next) });
  await saveRest(tx, change, origin);
  return next;
}

/** Saves sessions, mail tokens and events of a decision. */
export async function saveRest(
  tx: Transaction,
  { next, opens, ends, mailToken, voids, events }: AccountChange,
  origin: Origin,
): Promise<void> {
  if (ends) {
    await tx.session.updateMany({
      where: { id: { in: [...ends.sessionIds] }, userId: next.id, revokedAt: null },
      data: { revokedAt: ends.at, revokedReason: ends.reason },
    });
  }
  if (opens) await openSession(tx, opens);
  const purpose = mailToken?.purpose ?? voids;
  if (purpose) {
    const usedAt = mailToken?.createdAt ?? new Date();
    const where = { userId: next.id, purpose, usedAt: null };
    await tx.mailToken.updateMany({ where, data: { usedAt } });
  }
  if (mailToken) await tx.mailToken.create({ data: { ...mailToken, userId: next.id } });
  await saveEvents(tx, 'user', events, origin);
}

/** Adds a session, and forgets those of the user that ended long ago, with their tokens. */
async function openSession(
  tx: Transaction,
  { session, refreshTokenHash }: NonNullable<AccountChange['opens']>,
): Promise<void> {
  const { id, userId, createdAt: now } = session;
  const created = { lt: new Date(now.getTime() - rememberedMs) };
  await tx.session.deleteMany({
    where: {
      userId,
      createdAt: created,
      OR: [{ revokedAt: { not: null } }, { expiresAt: { lt: now } }],
    },
  });
  await tx.session.create({ data: session });
  await tx.refreshToken.create({ data: { hash: refreshTokenHash, sessionId: id } });
}
