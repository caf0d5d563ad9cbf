import { isId, moneyToMessage, newId } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import {
  fromRow,
  insertRows,
  type Row,
  type SqlDatabase,
  writeTogether,
} from '@shop/service/postgres';
import { type DocumentCounter, nextNumber } from '../domain/documents/counter.ts';
import type { DocumentKind, NewDocument, OrderDocument } from '../domain/documents/document.ts';
import type { DocumentStore } from '../domain/documents/ports.ts';
import type { Order } from '../domain/order.ts';
import { storedDocument } from './document-json.ts';
import { readOrders } from './read-orders.ts';

/** Creates the store of documents on plain SQL. `origin` goes into the events it saves. */
export const createDocumentStore = (database: SqlDatabase, origin?: Origin): DocumentStore => ({
  issue: (orderId, decide) =>
    database.transaction(async (tx) => {
      const counters = await lockCounters(tx);
      const [stored] = await readOrders(tx, [orderId]);
      if (!stored) return;
      const from = origin ?? { correlationId: newId() };
      const [issued = []] = await documentsOf(tx, [orderId]);
      for (let due = decide(stored.order, issued); due; due = decide(stored.order, issued)) {
        const document = await issueOne(tx, orderId, due, counters);
        await saveEvents(tx, 'order', [issuedEvent(stored.order, document)], from);
        issued.push(document);
      }
    }),

  async byId(id) {
    const rows = isId(id) ? await database.query<Row>(`${select} WHERE id = $1`, [id]) : [];
    return rows.map(toDocument)[0];
  },

  ofOrders: (orderIds) => documentsOf(database, orderIds),
});

type Counters = Map<DocumentKind, DocumentCounter>;

/**
 * Locks the counters of all kinds until the end of the transaction. Always all of them in one sequence, so that two
 * transactions never wait for each other.
 */
async function lockCounters(tx: SqlDatabase): Promise<Counters> {
  await tx.$executeRaw`
    INSERT INTO document_counters (kind, last, issued_at)
    VALUES ('INVOICE', 0, 'epoch'), ('CREDIT_NOTE', 0, 'epoch') ON CONFLICT DO NOTHING`;
  const rows = await tx.$queryRaw<{ kind: DocumentKind; last: number; issued_at: Date }[]>`
    SELECT kind, last, issued_at FROM document_counters ORDER BY kind FOR UPDATE`;
  return new Map(rows.map(({ kind, last, issued_at: issuedAt }) => [kind, { last, issuedAt }]));
}

async function issueOne(
  tx: SqlDatabase,
  orderId: string,
  { id, kind, content }: NewDocument,
  counters: Counters,
): Promise<OrderDocument> {
  const before = counters.get(kind);
  if (!before) throw new Error(`there is no counter of ${kind}`);
  const { number, counter } = nextNumber(kind, before, new Date());
  counters.set(kind, counter);
  const { last, issuedAt } = counter;
  await writeTogether(tx, (parameter) => [
    `UPDATE document_counters SET last = ${parameter(last)}, issued_at = ${parameter(issuedAt)}
     WHERE kind = ${parameter(kind)}`,
    ...insertRows('order_documents', [{ id, orderId, kind, number, issuedAt, content }], parameter),
  ]);
  return { id, kind, content, number, issuedAt };
}

const issuedEvent = ({ id, number, customerId }: Order, document: OrderDocument) => ({
  type: 'order.document_issued.v1' as const,
  subject: id,
  data: {
    ...{ orderId: id, number, customerId },
    documentId: document.id,
    documentNumber: document.number,
    kind: document.kind,
    total: moneyToMessage({ minor: document.content.total, currency: document.content.currency }),
  },
});

const select = 'SELECT id, order_id, kind, number, issued_at, content FROM order_documents';

const toDocument = (row: Row): OrderDocument => {
  const { id, kind, number, issuedAt, content } = fromRow<OrderDocument>(row);
  return { id, kind, number, issuedAt, content: storedDocument.parse(content) };
};

async function documentsOf(
  database: SqlDatabase,
  orderIds: readonly string[],
): Promise<OrderDocument[][]> {
  const rows = await database.query<Row>(
    `${select} WHERE order_id = ANY($1::uuid[]) ORDER BY issued_at, number`,
    [orderIds.filter(isId)],
  );
  return orderIds.map((id) => rows.filter((row) => row['order_id'] === id).map(toDocument));
}
