import { afterEach, expect, it, vi } from 'vitest';
import { registerCustomer, requestData, tokenOf } from '../client.ts';
import { StaffOrdersDocument } from '../generated/graphql.ts';
import { shop } from '../shop.ts';
import { addProduct, newKey } from '../shopping.ts';
import { executePlan } from './execute-plan.ts';
import type { OrderPlan } from './order-plans.ts';

afterEach(() => void vi.unstubAllGlobals());

/** Lets this many requests through; those after them never end. Resolves at the first of them. */
function stopAfter(requests: number): Promise<'stopped'> {
  const send = globalThis.fetch;
  let sent = 0;
  return new Promise((stop) => {
    vi.stubGlobal('fetch', (...request: Parameters<typeof fetch>) => {
      sent += 1;
      if (sent <= requests) return send(...request);
      stop('stopped');
      return new Promise(() => undefined);
    });
  });
}

it('a plan that stops after any of its requests can be repeated from the start: no return stays open', async () => {
  const customer = await registerCustomer();
  const tokens = { customer: customer.token, staff: await tokenOf('staff') };
  const { variants } = await addProduct(500);
  const plan: Omit<OrderPlan, 'key'> = {
    ...{ n: 2, course: 'return', paymentToken: 'tok_success', voucher: null },
    lines: [{ variantId: variants[0]?.id ?? '', quantity: 1 }],
  };
  const execute = (key: string) =>
    executePlan(shop.url, tokens, { ...plan, key }).then(() => 'done' as const);
  let placed = 0;
  for (let end = ''; end !== 'done'; placed++) {
    const key = newKey();
    const stopped = stopAfter(placed);
    end = await Promise.race([execute(key), stopped]);
    vi.unstubAllGlobals();
    await execute(key);
  }

  const count = async (hasOpenReturn: boolean) => {
    const filter = { customerId: customer.id, hasOpenReturn };
    const { orders } = await requestData(StaffOrdersDocument, { filter }, tokens.staff);
    return orders?.totalCount;
  };
  expect(await count(true)).toBe(0);
  expect(await count(false)).toBe(placed);
});
