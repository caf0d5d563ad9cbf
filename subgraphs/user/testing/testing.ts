import { createSecretKey, randomBytes } from 'node:crypto';
import { newId } from '@shop/domain';
import { openToken, type Viewer } from '@shop/schema';
import { createLog, createPostgresPool } from '@shop/service';
import { createTestDatabase } from '@shop/testing';
import { login } from '../domain/login.ts';
import type { AccessTokens, PasswordHasher } from '../domain/ports.ts';
import { type RegisterInput, register } from '../domain/register.ts';
import { createPasswordHasher } from '../passwords.ts';
import { createPrisma } from '../prisma/client.ts';
import { createRevocationLog } from '../prisma/revocation-log.ts';
import { createStores } from '../prisma/stores.ts';

export const password = 'correct horse';

/** The hasher with few rounds, counting what it was asked. */
function countingHasher(): PasswordHasher & { count: number } {
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

/** Access tokens one can look into. */
const accessTokens: AccessTokens = {
  sign: ({ roles, generation }, sid, now) => ({
    accessToken: JSON.stringify({ sid, roles, gen: generation }),
    expiresAt: now,
  }),
};

export const readAccessToken = (text: string): { sid: string; roles: string[]; gen: number } =>
  JSON.parse(text);

export type TestAccounts = Awaited<ReturnType<typeof openAccounts>>;

/** Everything the verbs need, on a database of its own. */
export async function openAccounts() {
  const database = await createTestDatabase('user');
  const pool = createPostgresPool(database.url, createLog('test', 'silent'));
  const prisma = createPrisma(pool);
  const mailTokenKey = createSecretKey(randomBytes(32));
  const passwords = countingHasher();
  const stores = createStores(prisma, { correlationId: 'test' });
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

    /** A new account, signed in, with its viewer. */
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

    /** Another session of an account. */
    async signIn(email: string, now = new Date(), address?: string) {
      const { session } = await login(
        deps,
        { address, userAgent: 'test' },
        { email, password },
        now,
      );
      return { ...session, sid: readAccessToken(session.accessToken).sid };
    },

    /** The tokens of mails of a type that were asked for, the oldest first, as their reader finds them. */
    async mailed(userId: string, type: string): Promise<string[]> {
      const asked = (await events(userId)).filter((event) => event.type === type);
      return asked.map(({ data }) =>
        openToken(mailTokenKey, String(data['sealedToken']), { type, userId }),
      );
    },

    async close() {
      await pool.end();
      await database.drop();
    },
  };
}
