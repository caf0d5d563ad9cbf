import { setTimeout as sleep } from 'node:timers/promises';
import { type EventBus, subscribeBroadcastEvents } from '@shop/messaging';
import { type Revocations, revocations, revokingEvents, type ShopEvent } from '@shop/schema';
import type { Log } from '@shop/service';
import type { Denylist } from './revocations.ts';

export type RevocationFeed = {
  readonly bus: Pick<EventBus, 'subscribeBroadcast'>;
  /** Where the user subgraph tells what was revoked during the life of a token. */
  readonly url: string;
  /** An internal token for the user subgraph. */
  readonly token: () => string;
  readonly denylist: Denylist;
  readonly log: Log;
  /** The net under the events. Default 30 s. */
  readonly everyMs?: number;
};

const timeoutMs = 5_000;
const firstRetryMs = 500;

/**
 * Keeps the denylist up to date: by events as they happen, and by a snapshot at the start, after every
 * loss of the bus and now and then. The snapshot is asked for after listening has begun, so that what is
 * revoked in between is in one of the two. Never fails: with neither bus nor user subgraph the gateway
 * serves, and a revoked token lives until it expires.
 */
export function followRevocations(feed: RevocationFeed): { stop(): Promise<void> } {
  const { bus, denylist, log, everyMs = 30_000 } = feed;
  const stopping = new AbortController();
  let nap = new AbortController();

  const subscription = subscribeBroadcastEvents(bus, revokingEvents, {
    handle: (event) => denylist.add(revokedBy(event)),
    onConnected: () => nap.abort(),
  });

  const running = (async () => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      // Made before the snapshot is asked for: one that a reconnection overtakes is asked for again.
      nap = new AbortController();
      const waking = AbortSignal.any([nap.signal, stopping.signal]);
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

/** Twice as long after each failure, never longer than between two that went well. */
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
