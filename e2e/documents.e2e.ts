import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import { registerCustomer, requestData, tokenOf } from './client.ts';
import { untilEmail } from './emails.ts';
import {
  CheckoutDocument,
  GuestOrderDocument,
  GuestPayDocument,
  OrderDocumentsDocument,
  PayOrderDocument,
  RefundOrderDocument,
} from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';
import { shop } from './shop.ts';
import { customerWithOrder, guestCart, newKey } from './shopping.ts';

type Reader = { readonly id: string; readonly orderToken?: string; readonly token?: string };

async function documentsOf({ id, orderToken, token }: Reader) {
  const { order } = await requestData(
    OrderDocumentsDocument,
    { id, ...(orderToken && { token: orderToken }) },
    token,
  );
  return order;
}

const untilInvoice = (reader: Reader) =>
  until('the invoice', async () => (await documentsOf(reader))?.invoice ?? undefined);

/** Downloads a document. Returns its status and the beginning of its body. */
async function download(url: string) {
  const response = await fetch(url);
  const body = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    headers: response.headers,
    begin: body.toString('latin1', 0, 5),
  };
}

it('a customer and staff download the invoice and credit note of an order; another customer sees neither', async () => {
  const { customer, orderId: id } = await customerWithOrder(2);
  const { token } = customer;
  expect(await documentsOf({ id, token })).toMatchObject({ invoice: null, creditNotes: [] });
  const payment = { orderId: id, paymentToken: 'tok_success', idempotencyKey: newKey() };
  await requestData(PayOrderDocument, { input: payment }, token);
  const invoice = await untilInvoice({ id, token });
  expect(invoice.number).toMatch(/^INV-\d{4}-\d{6}$/);
  expect(invoice.total).toEqual({ amount: '20.00', currencyCode: 'EUR' });
  const { origin } = new URL(shop.url);
  expect(new URL(invoice.url).origin.replace('localhost', '127.0.0.1')).toBe(
    origin.replace('localhost', '127.0.0.1'),
  );
  const file = await download(invoice.url);
  expect(file).toMatchObject({ status: 200, begin: '%PDF-' });
  expect(file.headers.get('content-type')).toBe('application/pdf');
  expect(file.headers.get('content-disposition')).toBe(
    `attachment; filename=${invoice.number}.pdf`,
  );

  const staff = await tokenOf('staff');
  const amount = { amount: '5.00', currencyCode: 'EUR' };
  const refund = { orderId: id, reason: 'late', amount, idempotencyKey: newKey() };
  await requestData(RefundOrderDocument, { input: refund }, staff);
  const creditNotes = await until('the credit note', async () => {
    const order = await documentsOf({ id, token: staff });
    return order?.creditNotes?.length ? order.creditNotes : undefined;
  });
  expect(creditNotes.map(({ total }) => total.amount)).toEqual(['5.00']);
  expect(creditNotes[0]?.number).toMatch(/^CN-\d{4}-\d{6}$/);
  expect(await download(creditNotes[0]?.url ?? '')).toMatchObject({ status: 200, begin: '%PDF-' });

  const stranger = await registerCustomer();
  expect(await documentsOf({ id, token: stranger.token })).toBeNull();
  expect(await documentsOf({ id })).toBeNull();
});

it('a guest downloads the invoice with the token of the order, and a changed link is refused', async () => {
  const { cartToken } = await guestCart();
  const email = `${randomUUID()}@shop.example`;
  const input = { cartToken, email, shippingAddress, idempotencyKey: newKey() };
  const { placeOrder } = await requestData(CheckoutDocument, { input });
  const id = placeOrder?.order?.id ?? '';
  const orderToken = placeOrder?.orderToken ?? '';
  await until('the order to be confirmed', async () => {
    const { order } = await requestData(GuestOrderDocument, { id, token: orderToken });
    return order?.status === 'CONFIRMED';
  });
  const payment = {
    orderId: id,
    orderToken,
    paymentToken: 'tok_success',
    idempotencyKey: newKey(),
  };
  await requestData(GuestPayDocument, { input: payment });
  const { url } = await untilInvoice({ id, orderToken });
  expect(await download(url)).toMatchObject({ status: 200, begin: '%PDF-' });
  const { text = '' } = await untilEmail(email, /has been paid/);
  const mailed = /http:\S+\/documents\/\S+/.exec(text)?.[0] ?? '';
  expect(await download(mailed)).toMatchObject({ status: 200, begin: '%PDF-' });
  expect(await documentsOf({ id, orderToken: 'nonsense' })).toBeNull();

  const [, , document, expiry = '', signature] = new URL(url).pathname.split('/');
  const changed = [
    `/documents/${document}/${Number(expiry) + 1}/${signature}`,
    `/documents/${randomUUID()}/${expiry}/${signature}`,
    `/documents/${document}/${expiry}`,
  ];
  for (const path of changed) {
    expect([path, (await download(new URL(path, url).href)).status]).toEqual([path, 404]);
  }
});
