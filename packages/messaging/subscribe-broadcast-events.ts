import { type EventType, readEvent, type ShopEvent } from '@shop/schema';
import type { BroadcastSubscriber, EventBus, Subscription } from './bus.ts';

type EventSubscriber<T extends EventType> = Omit<BroadcastSubscriber, 'handle'> & {
  handle(event: ShopEvent<T>): void;
};

/** Like `EventBus.subscribeBroadcast`, with parsed events. An invalid event is logged and skipped. */
export const subscribeBroadcastEvents = <T extends EventType>(
  bus: Pick<EventBus, 'subscribeBroadcast'>,
  types: readonly T[],
  { handle, onConnected }: EventSubscriber<T>,
): Subscription =>
  bus.subscribeBroadcast(types, {
    handle: ({ body }) => handle(readEvent(JSON.parse(body)) as ShopEvent<T>),
    ...(onConnected && { onConnected }),
  });
