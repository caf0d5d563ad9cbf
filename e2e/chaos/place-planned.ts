import {
  AddCartLinesDocument,
  ApplyVoucherDocument,
  PlaceOrderDocument,
  type PlaceOrderInput,
} from '../generated/graphql.ts';
import { shippingAddress } from '../shipping-address.ts';
import type { OrderPlan } from './order-plans.ts';
import { persistentRequest } from './persistent-request.ts';
import { refusalsAsText } from './sign-in.ts';

/** A code that others have used up, stock that others have bought, and the key of an order of lines in a second process. */
const expectedRefusals = ['VOUCHER_INVALID', 'INSUFFICIENT_STOCK', 'IDEMPOTENCY_CONFLICT'];

type PlacedOrder = { readonly id: string; readonly lines: readonly { readonly id: string }[] };

/**
 * Places a planned order: of a cart with its voucher code or, without one and where the cart is refused, of its lines. All
 * of it can be repeated after a crash.
 */
export async function placePlanned(
  url: string,
  token: string,
  { key, voucher, ...plan }: OrderPlan,
): Promise<PlacedOrder> {
  const lines = plan.lines.map((line) => ({ ...line }));
  const common = { shippingAddress, idempotencyKey: key };
  if (voucher !== null) {
    const filling = { lines, idempotencyKey: `cart-${key}` };
    const filled = await persistentRequest(url, AddCartLinesDocument, { input: filling });
    const cartToken = filled.addCartLines?.cartToken;
    if (!cartToken) throw new Error(`no cart: ${JSON.stringify(filled.addCartLines?.userErrors)}`);
    const input = { cartToken, code: voucher };
    await persistentRequest(url, ApplyVoucherDocument, { input });
    const { order, refusals } = await place(url, token, { cartToken, ...common });
    if (order) return order;
    if (!refusals.every(({ code }) => expectedRefusals.includes(code))) {
      throw new Error(`cart not ordered: ${refusalsAsText(refusals)}`);
    }
  }
  const { order, refusals } = await place(url, token, { lines, ...common });
  if (order) return order;
  throw new Error(`not placed: ${refusalsAsText(refusals)}`);
}

async function place(url: string, token: string, input: PlaceOrderInput) {
  const { placeOrder } = await persistentRequest(url, PlaceOrderDocument, { input }, token);
  return { order: placeOrder?.order, refusals: placeOrder?.userErrors ?? [] };
}
