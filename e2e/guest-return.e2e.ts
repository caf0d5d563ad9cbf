import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { requestData } from './client.ts';
import { untilEmail } from './emails.ts';
import {
  CheckoutDocument,
  ClaimOrdersDocument,
  GuestOrderDocument,
  GuestPayDocument,
  OrderByLinkDocument,
  RefreshTokenDocument,
  RegisterDocument,
  RequestOrderLinkDocument,
  VerifyEmailDocument,
} from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';
import { guestCart, newKey } from './shopping.ts';

type Link = { readonly number: string; readonly token: string };

/** Returns what the page of the shop reads from the link in an e-mail. */
async function linkIn(email: string, subject: RegExp): Promise<Link> {
  const { text = '' } = await untilEmail(email, subject);
  const [, number = '', token = ''] = text.match(/\/orders\/([\d-]+)#token=([\w-]+)/) ?? [];
  return { number, token };
}

const orderBehind = async (link: Link, token?: string) =>
  (await requestData(OrderByLinkDocument, link, token)).order;

/** Registers an account with the guest's address, and verifies it with the link in the e-mail. */
async function verifiedAccount(email: string) {
  const input = { email, password: 'correct horse', displayName: 'Nel' };
  const { register } = await requestData(RegisterDocument, { input });
  const { accessToken = '', refreshToken = '' } = register?.session ?? {};
  const { text = '' } = await untilEmail(email, /^Verify/);
  const token = text.match(/\?token=([\w-]+)/)?.[1] ?? '';
  const { verifyEmail } = await requestData(VerifyEmailDocument, { input: { token } });
  expect(verifyEmail?.userErrors).toEqual([]);
  return { accessToken, refreshToken };
}

it('a guest returns by the link in an e-mail, by a new link, and with an account that claims the order', async () => {
  const email = `${randomUUID()}@shop.example`;
  const { cartToken } = await guestCart();
  const { placeOrder } = await requestData(CheckoutDocument, {
    input: { cartToken, email, shippingAddress, waitForMs: 5_000, idempotencyKey: newKey() },
  });
  const { id = '', number } = placeOrder?.order ?? {};
  const orderToken = placeOrder?.orderToken ?? '';

  const link = await linkIn(email, /has been received/);
  expect(link).toEqual({ number, token: expect.stringMatching(/^[\w-]{43}$/) });
  expect(link.token).not.toBe(orderToken);
  expect(await orderBehind(link)).toMatchObject({ id, allowedActions: ['PAY', 'CANCEL'] });
  expect(await orderBehind({ ...link, token: newKey() })).toBeNull();
  const payment = { orderId: id, orderToken: link.token, paymentToken: 'tok_success' };
  const { payOrder } = await requestData(GuestPayDocument, {
    input: { ...payment, idempotencyKey: newKey() },
  });
  expect(payOrder).toMatchObject({ order: { status: 'PAID' }, userErrors: [] });

  const request = (address: string) =>
    requestData(RequestOrderLinkDocument, { input: { number: link.number, email: address } });
  const accepted = { requestOrderLink: { userErrors: [] } };
  expect(await request(`${randomUUID()}@shop.example`)).toEqual(accepted);
  expect(await request(email.toUpperCase())).toEqual(accepted);
  const requested = await linkIn(email, /link/i);
  expect(await orderBehind(requested)).toMatchObject({ id, status: 'PAID' });
  expect(await orderBehind(link)).toMatchObject({ id });

  const { accessToken, refreshToken } = await verifiedAccount(email);
  const early = await requestData(ClaimOrdersDocument, {}, accessToken);
  expect(early.claimOrders?.userErrors).toEqual([{ code: 'EMAIL_NOT_VERIFIED' }]);
  const refreshed = await requestData(RefreshTokenDocument, { input: { refreshToken } });
  const token = refreshed.refreshToken?.session?.accessToken ?? '';
  expect((await requestData(ClaimOrdersDocument, {}, token)).claimOrders).toEqual({
    claimedCount: 1,
    user: { orders: { nodes: [{ id }] } },
    userErrors: [],
  });
  const own = await requestData(GuestOrderDocument, { id }, token);
  expect(own.order).toMatchObject({ id, status: 'PAID' });
  for (const former of [link, requested, { ...link, token: orderToken }]) {
    expect(await orderBehind(former)).toBeNull();
  }
});
