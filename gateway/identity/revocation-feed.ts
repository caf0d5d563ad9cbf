import { setTimeout as sleep } from 'node:timers/promises';
import { type EventBus, subscribeBroadcastEvents } from '@shop/messaging';
import { type Revocations, revocations, revokingEvents, type ShopEvent } from '@shop/schema';
import type { Log } from '@shop/service';
import type { Denylist } from './denylist.ts';

export type RevocationFeed = {
  readonly bus: Pick<EventBus, 'subscribeBroadcast'>;
  /** Where the user subgraph serves the revocations of the last life of a token. */
  readonly url: string;
  /** Creates an internal token for the user subgraph. */
  readonly token: () => string;
  readonly denylist: Denylist;
  readonly log: Log;
  /** Period of the snapshots that back up the events. Default 30 s. */
  readonly everyMs?: number;
};

const timeoutMs = 5_000;
const firstRetryMs = 500;

/**
 * Keeps the denylist up to date: by events as they happen, and by a snapshot at the start, after every
 * reconnection of the bus and periodically. The snapshot is read after the subscription has started, so
 * that a revocation in between is in one of the two. Never fails: with neither bus nor user subgraph the
 * gateway serves, and a revoked token is accepted until it expires.
 */
export function subscribeRevocations(feed: RevocationFeed): { stop(): Promise<void> } {
  const { bus, denylist, log, everyMs = 30_000 } = feed;
  const stopping = new AbortController();
  let reconnected = new AbortController();

  const subscription = subscribeBroadcastEvents(bus, revokingEvents, {
    handle: (event) => denylist.add(revokedBy(event)),
    onConnected: () => reconnected.abort(),
  });

  const running = (async () => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      // Created before the snapshot is read: one that a reconnection overtakes is read again.
      reconnected = new AbortController();
      const waking = AbortSignal.any([reconnected.signal, stopping.signal]);
      try {
        denylist.add(await snapshot(feed, stopping.signal));
        failures = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ err: error, failures }, 'revocations cannot be read');
        failures++;
      }
      await sleep(waitMs(failures, everyMs), undefined, { signal: waking }).catch(() => undefined);
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await Promise.all([subscription.stop(), running]);
    },
  };
}

/** Doubles after each failure, and never exceeds the period of successful snapshots. */
const waitMs = (failures: number, everyMs: number): number =>
  failures === 0 ? everyMs : Math.min(everyMs, firstRetryMs * 2 ** Math.min(failures - 1, 10));

async function snapshot(
  { url, token }: RevocationFeed,
  stopping: AbortSignal,
): Promise<Revocations> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token()}` },
    redirect: 'error',
    signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping]),
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return revocations.parse(await response.json());
}

function revokedBy(event: ShopEvent<(typeof revokingEvents)[number]>): Revocations {
  if (event.type === 'user.sessions_revoked.v1') {
    return { sessionIds: event.data.sessionIds, generations: [] };
  }
  const { userId, generation } = event.data;
  return { sessionIds: [], generations: [{ userId, generation }] };
}
