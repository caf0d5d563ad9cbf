import { newId } from '@shop/domain';
import { createBus, type EventBus } from '@shop/messaging';
import { type Fact, newEvent, type Revocations } from '@shop/schema';
import { createLog } from '@shop/service';
import { createTestDatabase, type TestDatabase, until } from '@shop/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveJson } from '../testing/identity.ts';
import { followRevocations } from './revocation-feed.ts';
import { createDenylist } from './revocations.ts';

const log = createLog('test', 'silent');
const nothing: Revocations = { sessionIds: [], generations: [] };

describe('the gateway hears of revocations', () => {
  let database: TestDatabase;
  let bus: EventBus;
  let server: Awaited<ReturnType<typeof serveJson>>;
  let known: unknown;
  const stops: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    bus = await createBus({ busDatabaseUrl: database.url, log });
    await bus.declare({});
    known = nothing;
    server = await serveJson(() => ({ body: known }));
  });
  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
    await bus.close();
    await server.stop();
    await database.drop();
  });

  function follow({ on = bus, everyMs = 60_000 } = {}) {
    const denylist = createDenylist();
    const token = () => 'internal';
    const feed = followRevocations({ bus: on, url: server.url, token, denylist, log, everyMs });
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

  it('from the snapshot, which it asks for with a token of its own', async () => {
    const userId = newId();
    known = { sessionIds: ['s1'], generations: [{ userId, generation: 2 }] };
    const denies = follow();
    await until('the snapshot', () => denies('s1'));
    expect(denies('s2', userId, 1)).toBe(true);
    expect(denies('s2', userId, 2)).toBe(false);
    expect(new Set(server.authorizations)).toEqual(new Set(['Bearer internal']));
  });

  it('from events as they happen', async () => {
    const denies = follow();
    // At the start, and once it listens.
    await until('it to listen', () => server.count >= 2);
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
    expect(server.count).toBe(2);
  });

  it('at every gateway', async () => {
    const second = await createBus({ busDatabaseUrl: database.url, log });
    stops.push(() => second.close());
    const gateways = [follow(), follow({ on: second })];
    await until('both to listen', () => server.count >= 4);
    const sessionId = newId();
    await publish(ended(newId(), sessionId));
    await until('both', () => gateways.every((denies) => denies(sessionId)));
  });

  it('from the next snapshot, when an event went missing', async () => {
    const denies = follow({ everyMs: 50 });
    await until('it to listen', () => server.count >= 2);
    known = { ...nothing, sessionIds: ['missed'] };
    await until('the snapshot', () => denies('missed'));
  });

  it('after the user subgraph was down or spoke nonsense', async () => {
    await server.stop();
    const denies = follow();
    await server.start();
    known = { sessionIds: 'nonsense' };
    await until('nonsense', () => server.count >= 1);
    known = { ...nothing, sessionIds: ['s1'] };
    await until('the snapshot', () => denies('s1'));
  });

  it('from snapshots alone while the bus is down', async () => {
    const down = await createBus({ busDatabaseUrl: 'postgres://127.0.0.1:9/bus', log });
    stops.push(() => down.close());
    known = { ...nothing, sessionIds: ['s1'] };
    const denies = follow({ on: down });
    await until('the snapshot', () => denies('s1'));
  });

  it('of what is revoked between the beginning of listening and the snapshot', async () => {
    let onConnected = () => {};
    const silent = {
      subscribeBroadcast: (_: unknown, subscriber: { onConnected?(): void }) => {
        onConnected = () => subscriber.onConnected?.();
        return { stop: async () => undefined };
      },
    } as unknown as EventBus;
    const denies = follow({ on: silent });
    await until('the first snapshot', () => server.count === 1);
    known = { ...nothing, sessionIds: ['between'] };
    onConnected();
    await until('another snapshot', () => denies('between'));
  });

  it('in spite of an event that it cannot read', async () => {
    const denies = follow();
    await until('it to listen', () => server.count >= 2);
    const type = 'user.sessions_revoked.v1';
    await bus.publish({ id: newId(), type, key: 'u', body: 'nonsense' });
    const sessionId = newId();
    await publish(ended(newId(), sessionId));
    await until('the next event', () => denies(sessionId));
  });
});
