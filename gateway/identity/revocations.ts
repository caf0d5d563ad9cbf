import { accessTokenSeconds, type Revocations } from '@shop/schema';

/** Longer than any token that was signed before its revocation lives, with a minute for clocks. */
const keepMs = (accessTokenSeconds + 60) * 1_000;

/** What an access token says of itself that can be revoked. */
export type Revocable = {
  readonly sessionId: string;
  readonly userId: string;
  readonly generation: number;
};

export type Denylist = {
  /** Adds what is new. What is known already is not kept longer: tokens signed since are refused anyway. */
  add(revocations: Revocations): void;
  denies(token: Revocable): boolean;
  size(): number;
};

type Entry = { readonly generation: number; readonly until: number };

/** Revoked access tokens in memory, for as long as one of them could still be alive. */
export function createDenylist(): Denylist {
  // Maps keep the order of insertion, which is the order in which entries end.
  const sessions = new Map<string, Entry>();
  const users = new Map<string, Entry>();

  function put(entries: Map<string, Entry>, id: string, generation: number): void {
    const known = entries.get(id);
    if (known && known.generation >= generation) return;
    entries.delete(id);
    entries.set(id, { generation, until: performance.now() + keepMs });
  }

  function forget(entries: Map<string, Entry>): void {
    const now = performance.now();
    for (const [id, { until }] of entries) {
      if (until > now) return;
      entries.delete(id);
    }
  }

  return {
    add({ sessionIds, generations }) {
      forget(sessions);
      forget(users);
      for (const id of sessionIds) put(sessions, id, 0);
      for (const { userId, generation } of generations) put(users, userId, generation);
    },
    denies: ({ sessionId, userId, generation }) =>
      sessions.has(sessionId) || generation < (users.get(userId)?.generation ?? 0),
    size: () => sessions.size + users.size,
  };
}
