import type { Viewer } from '@shop/schema';
import { subgraphSchema } from '@shop/service';
import { assertDeclaredRefusals } from '@shop/testing';
import { graphql } from 'graphql';
import { createContext } from '../context.ts';
import { addOrderNote } from '../domain/add-order-note.ts';
import { confirmOrder } from '../domain/confirm-order.ts';
import { payOrder } from '../domain/pay-order.ts';
import { placeOrder } from '../domain/place-order.ts';
import type { SavingPaymentProvider } from '../domain/ports.ts';
import { refundOrder } from '../domain/refund-order.ts';
import { shipOrder } from '../domain/ship-order.ts';
import type { UnpaidOrders } from '../domain/unpaid-limit.ts';
import type { PaymentPage } from '../payments/provider.ts';
import * as resolvers from '../resolvers/index.ts';
import { capturing } from './fake-providers.ts';
import {
  newKey,
  newViewer,
  paymentWindows,
  productData,
  returnPeriod,
  shippingAddress,
  variantA,
  variantB,
} from './fixtures.ts';
import { openStores } from './open-stores.ts';

const schema = subgraphSchema('order', resolvers);
export const staff = newViewer(['orders:read', 'orders:write']);
export const customer = newViewer();
type OpenStores = Awaited<ReturnType<typeof openStores>>;

/** Opens stores with 20 orders of `customer`. */
export async function openOrderHistory(): Promise<OpenStores> {
  const stores = await openStores();
  await stores.catalogue.projectProduct(productData());
  for (let n = 0; n < 20; n++) await addShippedOrder(stores);
  return stores;
}

/** Adds an order with two lines, a payment, a refund, a shipment and two notes. */
async function addShippedOrder(stores: OpenStores): Promise<void> {
  const ports = { ...stores, payments: capturing };
  const lines = [variantA, variantB].map((variantId) => ({ variantId, quantity: 1 }));
  const { order } = await placeOrder(stores, customer, {
    lines,
    shippingAddress,
    idempotencyKey: newKey(),
  });
  const { id } = order;
  await confirmOrder(stores.orders, id, paymentWindows);
  const input = () => ({ orderId: id, idempotencyKey: newKey() });
  await payOrder(ports, customer, { ...input(), paymentToken: 'tok' });
  await shipOrder(ports, staff, input());
  const amount = { amount: '1.00', currencyCode: 'EUR' };
  await refundOrder(ports, staff, { ...input(), reason: 'late', amount });
  for (const note of ['rang', 'rang again'])
    await addOrderNote(stores.notes, staff, { ...input(), note });
}

type Connection = {
  readonly nodes: readonly { readonly id: string; readonly number: string }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly endCursor: string; readonly startCursor: string };
};
/** The fields that the tests select; each operation selects some of them. */
export type Data = {
  readonly order?: {
    readonly shortLines: readonly { readonly available: number }[];
    readonly lines: readonly object[];
  };
  readonly cart?: { readonly lines: readonly object[] };
  readonly orders?: Connection;
  readonly _entities?: { readonly orders: Connection }[];
};

/** The client of a request, the limit of its open unpaid orders, the data of the viewer that the gateway sends, and the provider. */
export type Client = {
  readonly clientAddress?: string;
  readonly maxUnpaid?: UnpaidOrders;
  readonly viewerData?: Readonly<Record<string, unknown>>;
  readonly payments?: SavingPaymentProvider;
  readonly paymentPage?: PaymentPage;
};

const pageOfTests: PaymentPage = {
  ...{ code: 'TEST', publishableKey: null },
  amountOf: ({ minor }) => Number(minor),
  clientSecret: async () => undefined,
};

/** Executes an operation as one request; anonymous with `null`. */
export async function execute(
  stores: OpenStores,
  source: string,
  variableValues: Record<string, unknown> = {},
  viewer: Viewer | null = staff,
  {
    clientAddress,
    maxUnpaid = { ofCustomer: 0, ofNetwork: 0 },
    viewerData,
    payments = capturing,
    paymentPage = pageOfTests,
  }: Client = {},
) {
  const { mailTokenKey, sales, giftCardPayments } = stores;
  const publicUrl = 'https://shop.example';
  const shop = { stores: () => stores, sales, mailTokenKey, publicUrl };
  const sources = { ...shop, payments, giftCardPayments, paymentPage, maxUnpaid, returnPeriod };
  const contextValue = createContext(sources)(
    { viewer: viewer ?? undefined, clientAddress, viewerData },
    { correlationId: 'test' },
  );
  const { data, errors = [] } = await graphql({ schema, source, contextValue, variableValues });
  assertDeclaredRefusals(data);
  return {
    data: data as Data | null,
    errors: errors.map(({ message, extensions }) => `${extensions['code']}: ${message}`),
  };
}
