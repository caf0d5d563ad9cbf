import { newId } from '@shop/domain';
import { createBus, type EventBus } from '@shop/messaging';
import { type Fact, newEvent, type Revocations } from '@shop/schema';
import { createLog } from '@shop/service';
import { createTestDatabase, type TestDatabase, until } from '@shop/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startJsonServer } from '../testing/json-server.ts';
import { createDenylist } from './denylist.ts';
import { subscribeRevocations } from './revocation-feed.ts';

const log = createLog('test', 'silent');
const nothing: Revocations = { sessionIds: [], generations: [] };

describe('revocations at the gateway', () => {
  let database: TestDatabase;
  let bus: EventBus;
  let server: Awaited<ReturnType<typeof startJsonServer>>;
  let known: unknown;
  const stops: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    bus = await createBus({ driver: 'postgres', url: database.url }, log);
    await bus.declare({});
    known = nothing;
    server = await startJsonServer(() => ({ body: known }));
  });
  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
    await bus.close();
    await server.stop();
    await database.drop();
  });

  function subscribe({ on = bus, everyMs = 60_000 } = {}) {
    const denylist = createDenylist();
    const token = () => 'internal';
    const feed = subscribeRevocations({ bus: on, url: server.url, token, denylist, log, everyMs });
    stops.push(feed.stop);
    return (sessionId: string, userId = 'u', generation = 0) =>
      denylist.denies({ sessionId, userId, generation });
  }

  const publish = (fact: Fact) => {
    const { id, type, subject, ...rest } = newEvent('user', fact, { correlationId: 'c' });
    const body = JSON.stringify({ id, type, subject, ...rest });
    return bus.publish({ id, type, key: subject, body });
  };
  const ended = (userId: string, ...sessionIds: string[]): Fact => ({
    type: 'user.sessions_revoked.v1',
    subject: userId,
    data: { userId, sessionIds, reason: 'LOGOUT' },
  });

  it('the snapshot is read with an internal token and fills the denylist', async () => {
    const userId = newId();
    known = { sessionIds: ['s1'], generations: [{ userId, generation: 2 }] };
    const denies = subscribe();
    await until('the snapshot', () => denies('s1'));
    expect(denies('s2', userId, 1)).toBe(true);
    expect(denies('s2', userId, 2)).toBe(false);
    expect(new Set(server.authorizations)).toEqual(new Set(['Bearer internal']));
  });

  it('events fill the denylist as they happen', async () => {
    const denies = subscribe();
    // At the start, and once the subscription is active.
    await until('the subscription', () => server.count >= 2);
    const [user, sessionId] = [newId(), newId()];
    await publish(ended(user, sessionId));
    await publish({
      type: 'user.roles_changed.v1',
      subject: user,
      data: { userId: user, roles: ['STAFF'], generation: 5 },
    });
    const suspended = newId();
    await publish({
      type: 'user.suspended.v1',
      subject: suspended,
      data: { userId: suspended, reason: 'fraud', generation: 1 },
    });
    await until('all', () => denies('other', suspended, 0));
    expect(denies(sessionId)).toBe(true);
    expect([denies('other', user, 4), denies('other', user, 5)]).toEqual([true, false]);
    // By events alone: every snapshot was empty.
    expect(known).toBe(nothing);
  });

  it('an event reaches every gateway', async () => {
    const second = await createBus({ driver: 'postgres', url: database.url }, log);
    stops.push(() => second.close());
    const gateways = [subscribe(), subscribe({ on: second })];
    await until('both subscriptions', () => server.count >= 4);
    const sessionId = newId();
    await publish(ended(newId(), sessionId));
    await until('both', () => gateways.every((denies) => denies(sessionId)));
  });

  it('the next snapshot contains a revocation whose event was missed', async () => {
    const denies = subscribe({ everyMs: 50 });
    await until('the subscription', () => server.count >= 2);
    known = { ...nothing, sessionIds: ['missed'] };
    await until('the snapshot', () => denies('missed'));
  });

  it('snapshots continue after the user subgraph was unavailable or sent invalid data', async () => {
    await server.stop();
    const denies = subscribe();
    await server.start();
    known = { sessionIds: 'nonsense' };
    await until('the invalid snapshot', () => server.count >= 1);
    known = { ...nothing, sessionIds: ['s1'] };
    await until('the snapshot', () => denies('s1'));
  });

  it('snapshots alone fill the denylist while the bus is unavailable', async () => {
    const down = await createBus({ driver: 'postgres', url: 'postgres://127.0.0.1:9/bus' }, log);
    stops.push(() => down.close());
    known = { ...nothing, sessionIds: ['s1'] };
    const denies = subscribe({ on: down });
    await until('the snapshot', () => denies('s1'));
  });

  it('a revocation between the subscription and the snapshot is not missed', async () => {
    let onConnected = () => {};
    const silent = {
      subscribeBroadcast: (_: unknown, subscriber: { onConnected?(): void }) => {
        onConnected = () => subscriber.onConnected?.();
        return { stop: async () => undefined };
      },
    } as unknown as EventBus;
    const denies = subscribe({ on: silent });
    await until('the first snapshot', () => server.count === 1);
    known = { ...nothing, sessionIds: ['between'] };
    onConnected();
    await until('another snapshot', () => denies('between'));
  });

  it('an unreadable event does not stop the subscription', async () => {
    const denies = subscribe();
    await until('the subscription', () => server.count >= 2);
    const type = 'user.sessions_revoked.v1';
    await bus.publish({ id: newId(), type, key: 'u', body: 'nonsense' });
    const sessionId = newId();
    await publish(ended(newId(), sessionId));
    await until('the next event', () => denies(sessionId));
  });
});
