import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { subgraphSchema } from '@shop/service';
import { graphql } from 'graphql';
import { createContext } from '../context.ts';
import { addOrderNote } from '../domain/add-order-note.ts';
import { fulfilOrder } from '../domain/fulfil-order.ts';
import { payOrder } from '../domain/pay-order.ts';
import { placeOrder } from '../domain/place-order.ts';
import { refundOrder } from '../domain/refund-order.ts';
import { confirmOrder } from '../domain/settle-reservation.ts';
import * as resolvers from '../resolvers/index.ts';
import { answering, newCustomer, openStores, product, variantA, variantB } from './database.ts';

const schema = subgraphSchema('order', resolvers);
const payments = answering({ status: 'CAPTURED' });
export const staff = newCustomer(['orders:read', 'orders:write']);
export const carla = newCustomer();
const key = () => `key-${newId()}`;
type Stores = Awaited<ReturnType<typeof openStores>>;

/** Stores with 20 orders of `carla`. */
export async function openHistory(): Promise<Stores> {
  const stores = await openStores();
  await stores.catalogue.learn(product());
  for (let n = 0; n < 20; n++) await live(stores);
  return stores;
}

/** An order with two lines, a payment, a refund, a shipment and two notes. */
async function live(stores: Stores): Promise<void> {
  const parts = { ...stores, payments };
  const lines = [variantA, variantB].map((variantId) => ({ variantId, quantity: 1 }));
  const { order } = await placeOrder(stores, carla, { lines, idempotencyKey: key() });
  const { id } = order;
  await confirmOrder(stores.orders, id, 60_000);
  const of = () => ({ orderId: id, idempotencyKey: key() });
  await payOrder(parts, carla, { ...of(), paymentToken: 'tok' });
  await fulfilOrder(stores.orders, staff, of());
  const amount = { amount: '1.00', currencyCode: 'EUR' };
  await refundOrder(parts, staff, { ...of(), reason: 'late', amount });
  for (const note of ['rang', 'rang again'])
    await addOrderNote(stores.notes, staff, { ...of(), note });
}

type Connection = {
  readonly nodes: readonly { readonly id: string; readonly number: string }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly endCursor: string; readonly startCursor: string };
};
/** What the tests select; every part of it only where it is asked for. */
export type Answer = {
  readonly order?: { readonly shortLines: readonly { readonly available: number }[] };
  readonly orders?: Connection;
  readonly _entities?: { readonly orders: Connection }[];
};

/** Runs an operation as a request of its own. */
export async function run(
  stores: Stores,
  source: string,
  variableValues: Record<string, unknown> = {},
  viewer: Viewer = staff,
) {
  const sources = { ...stores, payments, orders: () => stores.orders };
  const contextValue = createContext(sources)({ viewer }, { correlationId: 'test' });
  const { data, errors = [] } = await graphql({ schema, source, contextValue, variableValues });
  const said = errors.map(({ message, extensions }) => `${extensions['code']}: ${message}`);
  return { data: data as Answer | null, errors: said };
}
