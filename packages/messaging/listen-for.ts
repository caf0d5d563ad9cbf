import { type EventType, readEvent, type ShopEvent } from '@shop/schema';
import type { EventBus, Listener, Subscription } from './bus.ts';

/** Like `EventBus.listen`, with events: what is no valid event is logged and left out. */
export const listenFor = <T extends EventType>(
  bus: Pick<EventBus, 'listen'>,
  types: readonly T[],
  { handle, onConnected }: Omit<Listener, 'handle'> & { handle(event: ShopEvent<T>): void },
): Subscription =>
  bus.listen(types, {
    handle: ({ body }) => handle(readEvent(JSON.parse(body)) as ShopEvent<T>),
    ...(onConnected && { onConnected }),
  });
