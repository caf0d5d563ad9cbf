import { isId, refuse } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import { violatedConstraint } from '@shop/service/sql';
import type { AccountChange, LockedAccount } from '../domain/ports.ts';
import { type Session, sessionRetentionMs } from '../domain/session.ts';
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

/** Locks an account before any of its data are read. Refuses NOT_FOUND. */
export async function lockAccount(tx: Transaction, id: string): Promise<Account> {
  if (!isId(id)) return userNotFound();
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.user.findUnique({ where: { id } });
  return row ? toAccount(row) : userNotFound();
}

/** Locks accounts that exist, in the order of their ids: two transactions never wait for each other. */
export const lockAccounts = (tx: Transaction, ids: readonly string[]) =>
  tx.$queryRaw`
    SELECT 1 FROM users WHERE id = ANY(${ids.filter(isId)}::uuid[]) ORDER BY id FOR UPDATE`;

const userNotFound = (): never => refuse('NOT_FOUND', 'The user does not exist.');

/** Locks an account and reads its sessions that were not ended. Refuses NOT_FOUND. */
export async function lockWithSessions(tx: Transaction, id: string): Promise<LockedAccount> {
  const account = await lockAccount(tx, id);
  const sessions = await tx.session.findMany({
    where: { userId: id, revokedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return { account, sessions: sessions.map(toSession) };
}

/** Returns a handler that refuses EMAIL_UNAVAILABLE when another account has the e-mail address. */
export const refuseTakenEmail =
  (field: readonly string[]) =>
  (error: unknown): never => {
    if (violatedConstraint(error) !== 'users_email_key') throw error;
    refuse('EMAIL_UNAVAILABLE', 'This e-mail address cannot be used for an account.', field);
  };

/** Saves a decision about an existing account, with its events. */
export async function saveChange(
  tx: Transaction,
  before: Account,
  change: AccountChange,
  origin: Origin,
): Promise<Account> {
  const { next } = change;
  if (next !== before) await tx.user.update({ where: { id: next.id }, data: toRow(next) });
  await saveRelated(tx, change, origin);
  return next;
}

/** Saves the sessions, mail tokens and events of a decision. */
export async function saveRelated(
  tx: Transaction,
  { next, opens, ends, mailToken, invalidates, erases, events }: AccountChange,
  origin: Origin,
): Promise<void> {
  if (ends) {
    await tx.session.updateMany({
      where: { id: { in: [...ends.sessionIds] }, userId: next.id, revokedAt: null },
      data: { revokedAt: ends.at, revokedReason: ends.reason },
    });
  }
  if (opens) await openSession(tx, opens);
  const replaced = mailToken ? [mailToken.purpose] : [];
  const purposes = [...replaced, ...(invalidates ?? [])];
  if (purposes.length > 0) {
    const usedAt = mailToken?.createdAt ?? new Date();
    const where = { userId: next.id, purpose: { in: purposes }, usedAt: null };
    await tx.mailToken.updateMany({ where, data: { usedAt } });
  }
  if (mailToken) await tx.mailToken.create({ data: { ...mailToken, userId: next.id } });
  if (erases) await erase(tx, next.id);
  await saveEvents(tx, 'user', events, origin);
}

/** Erases what an account has beside its row. Its sessions stay: gateways read which of them have ended. */
async function erase(tx: Transaction, userId: string): Promise<void> {
  await tx.address.deleteMany({ where: { userId } });
  await tx.mailToken.deleteMany({ where: { userId } });
  const data = { userAgent: null, clientAddress: null };
  await tx.session.updateMany({ where: { userId }, data });
}

/** Adds a session, and deletes sessions of the user that are past their retention, with their tokens. */
async function openSession(
  tx: Transaction,
  { session, refreshTokenHash }: NonNullable<AccountChange['opens']>,
): Promise<void> {
  const { id, userId, createdAt: now } = session;
  const createdAt = { lt: new Date(now.getTime() - sessionRetentionMs) };
  await tx.session.deleteMany({
    where: {
      userId,
      createdAt,
      OR: [{ revokedAt: { not: null } }, { expiresAt: { lt: now } }],
    },
  });
  await tx.session.create({ data: session });
  await tx.refreshToken.create({ data: { hash: refreshTokenHash, sessionId: id } });
}
