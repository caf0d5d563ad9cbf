import { newId } from '@shop/domain';
import { createBus, type EventBus } from '@shop/messaging';
import { brokerUrl } from '@shop/messaging/testing';
import { newEvent, topicOf, type Update } from '@shop/schema';
import { createLog } from '@shop/service';
import { createTestDatabase, until } from '@shop/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createUpdateHub, subscribeUpdates } from './update-hub.ts';

const log = createLog('test', 'silent');
const rabbitUrl = await brokerUrl();

/** Connects a bus as another process does. */
const connections = {
  async postgres() {
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    return () => createBus({ driver: 'postgres', url: database.url }, log);
  },
  async rabbitmq() {
    return () => createBus({ driver: 'rabbitmq', url: rabbitUrl ?? '' }, log);
  },
};

/** A replica of the gateway that follows one topic. */
async function startReplica(bus: EventBus, topic: string) {
  const hub = createUpdateHub();
  const updates: Update[] = [];
  let gaps = 0;
  const follower = {
    onUpdate: (update: Update) => void updates.push(update),
    onGap: () => void gaps++,
  };
  hub.follow(follower, [topic]);
  const { stop } = subscribeUpdates(bus, hub);
  onTestFinished(stop);
  await until('the subscription', () => gaps > 0);
  return { updates, leave: () => hub.unfollow(follower) };
}

const stockOf = (variantId: string) => {
  const data = { variantId, onHand: 3, reserved: 1 };
  const fact = { type: 'stock.changed.v1', subject: variantId, data } as const;
  const event = newEvent('inventory', fact, { correlationId: 'c' });
  return { id: event.id, type: event.type, key: variantId, body: JSON.stringify(event) };
};

describe.each(['postgres', 'rabbitmq'] as const)('updates over %s', (driver) => {
  it.skipIf(driver === 'rabbitmq' && !rabbitUrl)(
    'every replica receives the events of the topics that it follows, and of no others',
    async () => {
      const connect = await connections[driver]();
      const buses = await Promise.all([connect(), connect()]);
      const [first] = buses;
      onTestFinished(async () => {
        await Promise.all(buses.map((bus) => bus.close()));
      });
      await first.declare({});
      const [variantId, other] = [newId(), newId()];
      const topic = topicOf.variant(variantId);
      const replicas = await Promise.all(buses.map((bus) => startReplica(bus, topic)));
      for (const id of [other, variantId, other]) await first.publish(stockOf(id));
      await until('the event', () => replicas.every(({ updates }) => updates.length > 0));
      for (const { updates } of replicas) expect(updates).toEqual([{ topic, id: variantId }]);
      replicas[0]?.leave();
      await first.publish(stockOf(variantId));
      await until('the second event', () => replicas[1]?.updates.length === 2);
      expect(replicas[0]?.updates).toHaveLength(1);
    },
  );
});
