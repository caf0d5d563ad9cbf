import type { BroadcastSubscriber, Message } from './bus.ts';
import type { Log } from './log.ts';

/** Passes a broadcast to its subscriber. Logs what that throws: a broadcast is never retried. */
export async function handleBroadcast(
  subscriber: BroadcastSubscriber,
  message: Message,
  log: Log,
): Promise<void> {
  try {
    await subscriber.handle(message);
  } catch (error) {
    log.error({ err: error, id: message.id, type: message.type }, 'broadcast not handled');
  }
}
