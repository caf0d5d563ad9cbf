import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createBus, silentLog } from '@shop/messaging';
import { until } from '@shop/testing';
import { startCustomers } from '../chaos/customers.ts';
import { checkInvariants, type Invariants } from '../chaos/invariants.ts';
import type { OrderPlan } from '../chaos/order-plans.ts';
import { redriveDeadLetters, untilSettled } from '../chaos/settle.ts';
import type { ShopBehindNginx } from './shop-behind-nginx.ts';

/** Processes of the first replica that are killed while customers order. */
const killed = ['gateway', 'order', 'order-worker', 'inventory', 'inventory-worker', 'product'];
/** How many e-mails the notification worker sends at once, and may leave without a recorded end when it is killed. */
const concurrentEmails = 8;

/**
 * Lets customers order through the balancer while processes of the first replica are killed, and waits until the shop has
 * settled. `earlier` were ordered before. Returns the invariants; `violated` names those that do not hold.
 */
export async function orderUnderKills(
  shop: ShopBehindNginx,
  folder: string,
  plans: readonly OrderPlan[],
  earlier: readonly OrderPlan[] = [],
): Promise<Invariants & { readonly violated: readonly string[] }> {
  const journals = join(folder, 'customers');
  await mkdir(journals);
  const customers = await startCustomers(shop.url, journals, plans, 4);
  const [first] = shop.replicas;
  if (!first) throw new Error('The shop has no replica.');
  for (const [n, name] of killed.entries()) {
    const due = (plans.length * (n + 1)) / (killed.length + 2);
    await until(`order ${due}`, async () => customers.finished() >= due, { deadlineMs: 600_000 });
    await until(`${name} to run`, async () => first.kill(name));
  }
  await customers.done;
  const bus = await createBus(first.bus, silentLog);
  const settled = { ...first, bus, mailServer: shop.mailServer };
  await untilSettled(settled);
  await redriveDeadLetters(settled);
  const invariants = await checkInvariants(settled, [...earlier, ...plans]);
  await bus.close();
  const { orders, unsentEmails, ...others } = invariants;
  const numbers = { ...others, unsentEmails: Math.max(0, unsentEmails - concurrentEmails) };
  const violated = Object.entries(numbers)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${name}: ${value}`);
  return { ...invariants, violated };
}
