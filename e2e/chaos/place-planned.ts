import {
  AddCartLinesDocument,
  ApplyVoucherDocument,
  PlaceOrderDocument,
  type PlaceOrderInput,
  RemoveVoucherDocument,
} from '../generated/graphql.ts';
import { shippingAddress } from '../shipping-address.ts';
import type { OrderPlan } from './order-plans.ts';
import { persistentRequest } from './persistent-request.ts';

type PlacedOrder = { readonly id: string; readonly lines: readonly { readonly id: string }[] };

/**
 * Places a planned order: of its lines, or of a cart with its voucher code. A code that is used up is removed. All of it
 * can be repeated after a crash.
 */
export async function placePlanned(
  url: string,
  token: string,
  plan: OrderPlan,
): Promise<PlacedOrder> {
  const { key, voucher } = plan;
  const lines = plan.lines.map((line) => ({ ...line }));
  const common = { shippingAddress, idempotencyKey: key };
  if (voucher === null) return place(url, token, { lines, ...common });
  const filling = { lines, idempotencyKey: `cart-${key}` };
  const filled = await persistentRequest(url, AddCartLinesDocument, { input: filling });
  const cartToken = filled.addCartLines?.cartToken;
  if (!cartToken) throw new Error(`no cart: ${JSON.stringify(filled.addCartLines?.userErrors)}`);
  const entered = { cartToken, code: voucher };
  await persistentRequest(url, ApplyVoucherDocument, { input: entered });
  return place(url, token, { cartToken, ...common }, async () => {
    await persistentRequest(url, RemoveVoucherDocument, { input: entered });
  });
}

async function place(
  url: string,
  token: string,
  input: PlaceOrderInput,
  removeVoucher?: () => Promise<void>,
): Promise<PlacedOrder> {
  const { placeOrder } = await persistentRequest(url, PlaceOrderDocument, { input }, token);
  if (placeOrder?.order) return placeOrder.order;
  const [error] = placeOrder?.userErrors ?? [];
  if (removeVoucher && error?.code === 'VOUCHER_INVALID') {
    await removeVoucher();
    return place(url, token, input);
  }
  throw new Error(`not placed: ${JSON.stringify(placeOrder?.userErrors)}`);
}
