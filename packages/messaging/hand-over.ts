import type { Listener, Message } from './bus.ts';
import type { Log } from './log.ts';

/** Hands a message to a listener. What that throws is its own loss: there is nobody to try again. */
export async function handOver(listener: Listener, message: Message, log: Log): Promise<void> {
  try {
    await listener.handle(message);
  } catch (error) {
    log.error({ err: error, id: message.id, type: message.type }, 'a listener failed');
  }
}
