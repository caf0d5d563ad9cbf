import { type Answer, apolloSend, createOutbox, type Entry } from '@shop/client';
import { session, storage } from '@shop/web';
import type { PlaceOrderMutation } from '../checkout/generated/checkout.ts';
import { client } from './client.ts';
import { outboxName } from './has-unsent.ts';
import { orderToken, sentOrder } from './stored-text.ts';

const send = apolloSend(client);

/**
 * Sends an entry. One that needs a session which has ended is given up: it would be sent with the session that begins
 * next.
 */
async function sendOnce(entry: Entry): Promise<Answer> {
  const answer = await send(entry);
  const isRefused = answer.errors.some(({ code }) => code === 'UNAUTHENTICATED');
  if (!isRefused || (await session.accessToken())) return answer;
  return { ...answer, errors: answer.errors.map((error) => ({ ...error, code: 'FORBIDDEN' })) };
}

/** The keys of the orders whose answers a page of this tab waits for. */
const awaited = new Set<string>();

/** Stores the token of a guest's order, and what to tell about an order that no page waits for, for example after a reload. */
function onAnswer({ key }: Entry, { data, errors }: Answer): void {
  const payload = (data as PlaceOrderMutation | null)?.placeOrder;
  if (!payload) return;
  const { order, orderToken: token, userErrors } = payload;
  if (order && token) orderToken(order.number).write(token);
  if (awaited.has(key)) return;
  sentOrder.write({ number: order?.number, refusal: [...userErrors, ...errors][0]?.message });
}

/** Orders and payments: stored before they are sent, and sent until they are answered. */
export const outbox = createOutbox({ name: outboxName, storage, send: sendOnce, onAnswer });

/** Adds an order, and resolves to its answer. */
export async function sendOrder(order: Parameters<typeof outbox.add>[0]): Promise<Answer> {
  const key = crypto.randomUUID();
  awaited.add(key);
  const input = { ...order.variables.input, idempotencyKey: key };
  const { answer } = await outbox.add({ ...order, variables: { input } });
  return answer.finally(() => awaited.delete(key));
}
