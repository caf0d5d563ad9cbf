import type { Subscription } from './bus.ts';

/** Holds the running subscriptions of a bus, each with its details, until they stop. */
export function createRunningSubscriptions<Details>() {
  const running = new Map<Subscription, Details>();
  return {
    add(stop: Subscription['stop'], details: Details): Subscription {
      const subscription: Subscription = {
        async stop(graceMs) {
          await stop(graceMs);
          running.delete(subscription);
        },
      };
      running.set(subscription, details);
      return subscription;
    },
    details: () => [...running.values()],
    async stopAll(): Promise<void> {
      await Promise.all([...running.keys()].map((one) => one.stop()));
    },
  };
}
