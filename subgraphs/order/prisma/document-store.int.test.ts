import { newId } from '@shop/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewDocument } from '../domain/documents/document.ts';
import { issueDocuments } from '../domain/documents/issue-documents.ts';
import { newInvoice } from '../testing/document-fixture.ts';
import { openOrderFixture } from '../testing/order-fixture.ts';
import { createDocumentStore } from './document-store.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

const { content } = newInvoice();
const year = new Date().getUTCFullYear();
const range = (length: number) => Array.from({ length }, (_, n) => n);

/** A decision that one document of each kind is due, or as many of credit notes. */
const dueOnce = (creditNotes: number) => {
  const due: NewDocument[] = [
    { id: newId(), kind: 'INVOICE', content },
    ...range(creditNotes).map(() => ({ id: newId(), kind: 'CREDIT_NOTE' as const, content })),
  ];
  return () => due.shift();
};

const numbersOf = async (kind: 'INVOICE' | 'CREDIT_NOTE') => {
  const rows = await shop.prisma.orderDocument.findMany({ where: { kind } });
  return rows.map(({ number }) => number).sort();
};

describe('numbers of documents', () => {
  it('documents that are issued at once have numbers without holes, although others fail and are rolled back', async () => {
    const orders = await Promise.all(range(30).map(async () => (await shop.placed()).id));
    const failure = new Error('after the number was given');
    const issued = await Promise.allSettled(
      orders.map((orderId, n) => {
        const due = dueOnce(n % 2);
        if (n % 3 > 0) return shop.documents.issue(orderId, due);
        return shop.sql.transaction(async (tx) => {
          await createDocumentStore(tx).issue(orderId, due);
          throw failure;
        });
      }),
    );
    expect(issued.filter(({ status }) => status === 'rejected')).toEqual(
      range(10).map(() => ({ status: 'rejected', reason: failure })),
    );
    const sequence = (prefix: string, count: number) =>
      range(count).map((n) => `${prefix}-${year}-${String(n + 1).padStart(6, '0')}`);
    expect(await numbersOf('INVOICE')).toEqual(sequence('INV', 20));
    expect(await numbersOf('CREDIT_NOTE')).toEqual(sequence('CN', 10));
  });

  it('dates of documents follow their numbers', async () => {
    await Promise.all(
      range(8).map(async () => {
        const { id } = await shop.placed();
        await shop.documents.issue(id, dueOnce(0));
      }),
    );
    const rows = await shop.prisma.orderDocument.findMany({
      where: { kind: 'INVOICE' },
      orderBy: { number: 'asc' },
    });
    const times = rows.map(({ issuedAt }) => issuedAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.length).toBeGreaterThanOrEqual(8);
  });

  it('a payment has one invoice, however often it is issued', async () => {
    const orderId = await shop.paid();
    await Promise.all(range(6).map(() => issueDocuments(shop.documents, content.seller, orderId)));
    const [documents = []] = await shop.documents.ofOrders([orderId]);
    expect(documents.map(({ kind }) => kind)).toEqual(['INVOICE']);
    const again = { id: documents[0]?.id ?? '', kind: 'INVOICE', content } as const;
    const due: NewDocument[] = [again];
    await expect(shop.documents.issue(orderId, () => due.shift())).rejects.toThrow(
      'order_documents_pkey',
    );
  });

  it('nothing is issued for an unknown order', async () => {
    await shop.documents.issue(newId(), dueOnce(0));
    const another = await shop.documents.ofOrders([newId(), 'x']);
    expect(another).toEqual([[], []]);
  });

  it('a document is read as it was issued', async () => {
    const { id: orderId } = await shop.placed();
    const id = newId();
    const exact = { ...content, total: 9_007_199_254_740_993n, exempted: 1n };
    const due: NewDocument[] = [{ id, kind: 'INVOICE', content: exact }];
    await shop.documents.issue(orderId, () => due.shift());
    const document = await shop.documents.byId(id);
    expect(document).toMatchObject({ id, kind: 'INVOICE', content: exact });
    expect(await shop.documents.ofOrders([orderId])).toEqual([[document]]);
    expect(await shop.documents.byId(newId())).toBeUndefined();
    expect(await shop.documents.byId('x')).toBeUndefined();
  });
});
