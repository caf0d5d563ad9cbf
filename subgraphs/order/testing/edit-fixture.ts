import { newId } from '@shop/domain';
import { createSqlDatabase } from '@shop/service/postgres';
import type { Seller } from '../domain/documents/document.ts';
import { issueDocuments } from '../domain/documents/issue-documents.ts';
import { pendingEditOf } from '../domain/edits/edit.ts';
import { type EditOrderInput, editOrder } from '../domain/edits/edit-order.ts';
import { applyEdit, rejectEdit } from '../domain/edits/settle-edit.ts';
import type { Order, ShortLine } from '../domain/order.ts';
import { createEventStores } from '../prisma/stores.ts';
import { newKey, paymentWindows, variantA } from './fixtures.ts';
import { type openOrderFixture, staff } from './order-fixture.ts';

type Shop = Awaited<ReturnType<typeof openOrderFixture>>;

export const seller: Seller = { name: 'Nordwind', address: 'Deichstraße 1, Hamburg', taxId: 'DE1' };

/** Returns lines with these units of variants. */
export const units = (...lines: readonly (readonly [variantId: string, quantity: number])[]) =>
  lines.map(([variantId, quantity]) => ({ variantId, quantity }));

/** Adds to a shop what staff and inventory do with edits. */
export function withEdits<T extends Shop>(shop: T) {
  const orderOf = async (orderId: string): Promise<Order> => {
    const [order] = await shop.orders.byIds([orderId]);
    if (!order) throw new Error('the order does not exist');
    return order;
  };
  const request = (
    orderId: string,
    lines: EditOrderInput['lines'],
    change: Partial<EditOrderInput> = {},
  ) =>
    editOrder(shop, staff, {
      ...{ orderId, lines, reasonCode: 'CUSTOMER_REQUEST', idempotencyKey: newKey(), ...change },
    });
  /** The id of the edit that is pending, or of one that does not exist. */
  const pendingId = async (orderId: string) => pendingEditOf(await orderOf(orderId))?.id ?? newId();
  /** Inventory has reserved the lines of an edit: as the worker handles the event, in one transaction. */
  const reserve = async (orderId: string, editId?: string): Promise<Order> => {
    const event = { orderId, editId: editId ?? (await pendingId(orderId)) };
    await createSqlDatabase(shop.pool).transaction((tx) =>
      applyEdit(createEventStores(tx, { correlationId: 'inventory' }), event, {
        ...{ windows: paymentWindows, seller },
      }),
    );
    return orderOf(orderId);
  };
  return {
    ...shop,
    orderOf,
    request,
    reserve,
    /** Inventory has found the lines of an edit to be short. */
    async reject(orderId: string, shortLines: ShortLine[] = [], editId?: string): Promise<Order> {
      const id = editId ?? (await pendingId(orderId));
      return rejectEdit(shop.orders, { orderId, editId: id, shortLines });
    },
    /** Edits an order to these lines. */
    async edited(orderId: string, lines: EditOrderInput['lines']): Promise<Order> {
      await request(orderId, lines);
      return reserve(orderId);
    },
    /** Issues what is due, and returns all documents of the order. */
    async documentsOf(orderId: string) {
      await issueDocuments(shop.documents, seller, orderId);
      const [documents = []] = await shop.documents.ofOrders([orderId]);
      return documents;
    },
    /** A paid order of 20.00 EUR edited to 10.00 EUR less. */
    cheaper: async () => {
      const orderId = await shop.paid();
      await request(orderId, units([variantA, 1]));
      await reserve(orderId);
      return orderId;
    },
  };
}
