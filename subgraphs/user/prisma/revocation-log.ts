import type { RevocationLog } from '../domain/ports.ts';
import type { Database } from './client.ts';

/** Reads revocations from the sessions and users themselves. */
export const createRevocationLog = (database: Database): RevocationLog => ({
  async since(time) {
    const [sessions, users] = await Promise.all([
      database.session.findMany({
        where: { revokedAt: { gte: time } },
        select: { id: true },
      }),
      database.user.findMany({
        where: { generationChangedAt: { gte: time } },
        select: { id: true, generation: true },
      }),
    ]);
    return {
      sessionIds: sessions.map(({ id }) => id),
      generations: users.map(({ id, generation }) => ({ userId: id, generation })),
    };
  },
});
