import { accessTokenSeconds, type Revocations } from '@shop/schema';

/** Longer than the life of any token that was signed before its revocation, with a minute for clocks. */
const retentionMs = (accessTokenSeconds + 60) * 1_000;

/** The claims of an access token that can be revoked. */
export type RevocableClaims = {
  readonly sessionId: string;
  readonly userId: string;
  readonly generation: number;
};

export type Denylist = {
  /** Adds new revocations. A known one is not stored longer: tokens signed since are refused anyway. */
  add(revocations: Revocations): void;
  denies(token: RevocableClaims): boolean;
  /** Calls the listener after each `add`. */
  onAdd(listener: () => void): void;
  size(): number;
};

type Entry = { readonly generation: number; readonly until: number };

/** Creates a list of revoked access tokens in memory. Entries stay while such a token could be valid. */
export function createDenylist(): Denylist {
  // Maps preserve insertion order, which is the order in which entries expire.
  const sessions = new Map<string, Entry>();
  const users = new Map<string, Entry>();
  const listeners: (() => void)[] = [];

  function put(entries: Map<string, Entry>, id: string, generation: number): void {
    const known = entries.get(id);
    if (known && known.generation >= generation) return;
    entries.delete(id);
    entries.set(id, { generation, until: performance.now() + retentionMs });
  }

  function deleteExpired(entries: Map<string, Entry>): void {
    const now = performance.now();
    for (const [id, { until }] of entries) {
      if (until > now) return;
      entries.delete(id);
    }
  }

  return {
    add({ sessionIds, generations }) {
      deleteExpired(sessions);
      deleteExpired(users);
      for (const id of sessionIds) put(sessions, id, 0);
      for (const { userId, generation } of generations) put(users, userId, generation);
      for (const listener of listeners) listener();
    },
    onAdd: (listener) => void listeners.push(listener),
    denies: ({ sessionId, userId, generation }) =>
      sessions.has(sessionId) || generation < (users.get(userId)?.generation ?? 0),
    size: () => sessions.size + users.size,
  };
}
