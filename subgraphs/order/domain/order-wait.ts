import { z } from 'zod';
import type { Order } from './order.ts';

/** The longest time that one request waits, however many mutations it has. The gateway waits longer. */
export const maxWaitMs = 5_000;

/** Requests of one process that wait at once: each has an open connection. More get their response at once. */
const maxWaiting = 500;

/** The field `waitForMs` of an input. It is not part of what an idempotency key recognises. */
export const waitForMsField = z
  .number()
  .int('must be a whole number')
  .min(0, 'must be 0 or more')
  .max(maxWaitMs, `must be at most ${maxWaitMs}`)
  .nullish()
  .transform((ms) => ms ?? 0);

/** Waits until the order is as `isDecided` requires or the time is over. Returns the order as it is then. */
export type AwaitOrder = (order: Order, isDecided: (order: Order) => boolean) => Promise<Order>;

/** Starts the time that one mutation may wait, at most `ms`. */
export type StartWait = (ms: number) => AwaitOrder;

/** A wait that ends at once. */
export const withoutWait: StartWait = () => async (order) => order;

/** Whether inventory has decided about the order, or it was cancelled before. */
export const isDecided = ({ status }: Order): boolean => status !== 'PENDING';

type Sources = {
  /** Returns the current order after a short delay. */
  readonly read: (id: string) => Promise<Order | undefined>;
  /** Whether the process is stopping: every wait ends. */
  readonly isStopping?: () => boolean;
  readonly max?: number;
  readonly now?: () => number;
};

/**
 * Creates the waits of a process; each request starts its own. A wait has no transaction and no connection. An
 * order that cannot be read is read again, since what the mutation did is saved.
 */
export function createOrderWaits({
  read,
  isStopping = () => false,
  max = maxWaiting,
  now = Date.now,
}: Sources): () => StartWait {
  let waiting = 0;

  async function wait(order: Order, isOver: (order: Order) => boolean): Promise<Order> {
    let current = order;
    while (!isOver(current) && !isStopping()) {
      current = (await read(order.id).catch(() => undefined)) ?? current;
    }
    return current;
  }

  return () => {
    const endOfRequest = now() + maxWaitMs;
    return (ms) => {
      const end = Math.min(now() + ms, endOfRequest);
      return async (order, isDecided) => {
        if (waiting >= max) return order;
        waiting++;
        try {
          return await wait(order, (current) => isDecided(current) || now() >= end);
        } finally {
          waiting--;
        }
      };
    };
  };
}
