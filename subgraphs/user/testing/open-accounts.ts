import { createSecretKey, randomBytes } from 'node:crypto';
import { newId } from '@shop/domain';
import { openToken, type Viewer } from '@shop/schema';
import { createSqlDatabase } from '@shop/service/postgres';
import { createTestDatabase, createTestPool } from '@shop/testing';
import { login } from '../domain/login.ts';
import type { AccessTokens, PasswordHasher } from '../domain/ports.ts';
import { type RegisterInput, register } from '../domain/register.ts';
import { createPasswordHasher } from '../passwords.ts';
import { createPrisma } from '../prisma/client.ts';
import { createRevocationLog } from '../prisma/revocation-log.ts';
import { createStores } from '../prisma/stores.ts';

export const password = 'correct horse';

/** A fast hasher that counts its verifications. */
function createCountingHasher(): PasswordHasher & { count: number } {
  const cheap = createPasswordHasher({ memoryCost: 1_024, timeCost: 2, parallelism: 1 });
  const counting = {
    count: 0,
    hash: cheap.hash,
    needsRehash: cheap.needsRehash,
    verify(known: string | undefined, text: string) {
      counting.count += 1;
      return cheap.verify(known, text);
    },
  };
  return counting;
}

/** Access tokens that tests can read. */
const accessTokens: AccessTokens = {
  sign: ({ id, email, emailVerified, roles, generation }, sid, now) => ({
    viewer: { id, email, emailVerified, roles, scopes: new Set(), sessionId: sid },
    accessToken: JSON.stringify({ sid, roles, gen: generation }),
    expiresAt: now,
  }),
};

export const readAccessToken = (text: string): { sid: string; roles: string[]; gen: number } =>
  JSON.parse(text);

export type TestAccounts = Awaited<ReturnType<typeof openAccounts>>;

/** Opens the dependencies of all verbs on a new database. */
export async function openAccounts() {
  const database = await createTestDatabase('user');
  const pool = createTestPool(database.url);
  const prisma = createPrisma(pool);
  const mailTokenKey = createSecretKey(randomBytes(32));
  const passwords = createCountingHasher();
  const stores = createStores(prisma, createSqlDatabase(pool), { correlationId: 'test' });
  const deps = { ...stores, passwords, accessTokens, mailTokenKey };
  const events = async (subject: string) =>
    (await prisma.outbox.findMany({ where: { subject }, orderBy: { seq: 'asc' } })).map(
      ({ event }) => event as { type: string; data: Record<string, unknown> },
    );
  return {
    deps,
    prisma,
    pool,
    revocations: createRevocationLog(prisma),
    events,
    eventTypes: async (subject: string) => (await events(subject)).map(({ type }) => type),

    /** Registers an account and returns its session and its viewer. */
    async newAccount(change: Partial<RegisterInput> = {}, now = new Date()) {
      const input = { email: `${newId()}@shop.example`, password, displayName: 'Nel', ...change };
      const { user, session } = await register(deps, {}, input, now);
      const { sid } = readAccessToken(session.accessToken);
      return {
        user,
        session,
        sid,
        viewer: { ...user, sessionId: sid, scopes: new Set() } as Viewer,
      };
    },

    /** Makes an administrator of an account, as the seed does. */
    promote: (id: string) =>
      prisma.user.update({ where: { id }, data: { roles: ['CUSTOMER', 'ADMIN'] } }),

    /** Opens another session of an account. */
    async signIn(email: string, now = new Date(), clientAddress?: string) {
      const { session } = await login(
        deps,
        { clientAddress, userAgent: 'test' },
        { email, password },
        now,
      );
      return { ...session, sid: readAccessToken(session.accessToken).sid };
    },

    /** Returns the tokens in requested e-mails of one type, oldest first, as their recipient finds them. */
    async mailed(userId: string, type: string): Promise<string[]> {
      const requested = (await events(userId)).filter((event) => event.type === type);
      return requested.map(({ data }) =>
        openToken(mailTokenKey, String(data['sealedToken']), { type, subject: userId }),
      );
    },

    async close() {
      await pool.end();
      await database.drop();
    },
  };
}
