import { type EventBus, subscribeBroadcastEvents } from '@shop/messaging';
import { type Update, updatesBy, updatingEvents } from '@shop/schema';

/** A subscription of a client that waits for updates. */
export type Follower = {
  onUpdate(update: Update): void;
  /** Events may have been missed: the present state has to be read again. */
  onGap(): void;
};

export type UpdateHub = {
  /** Adds topics to those that a follower follows. */
  follow(follower: Follower, topics: readonly string[]): void;
  unfollow(follower: Follower): void;
  publish(updates: readonly Update[]): void;
  reportGap(): void;
};

/** Passes the updates of a topic to the subscriptions that follow it. */
export function createUpdateHub(): UpdateHub {
  const followers = new Map<Follower, Set<string>>();
  const byTopic = new Map<string, Set<Follower>>();
  return {
    follow(follower, topics) {
      const own = followers.get(follower) ?? new Set();
      followers.set(follower, own);
      for (const topic of topics) {
        own.add(topic);
        const others = byTopic.get(topic) ?? new Set();
        byTopic.set(topic, others.add(follower));
      }
    },
    unfollow(follower) {
      for (const topic of followers.get(follower) ?? []) {
        const others = byTopic.get(topic);
        others?.delete(follower);
        if (others?.size === 0) byTopic.delete(topic);
      }
      followers.delete(follower);
    },
    publish(updates) {
      for (const update of updates) {
        for (const follower of byTopic.get(update.topic) ?? []) follower.onUpdate(update);
      }
    },
    reportGap() {
      for (const follower of followers.keys()) follower.onGap();
    },
  };
}

/** Publishes what the events of the bus change. Each replica of the gateway receives every event. */
export const subscribeUpdates = (
  bus: Pick<EventBus, 'subscribeBroadcast'>,
  hub: UpdateHub,
): { stop(): Promise<void> } =>
  subscribeBroadcastEvents(bus, updatingEvents, {
    handle: (event) => hub.publish(updatesBy(event)),
    onConnected: () => hub.reportGap(),
  });
