import { createSecretKey, randomBytes } from 'node:crypto';
import { newId } from '@shop/domain';
import { signDocumentLink } from '@shop/schema';
import { startTestApp } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { invoiceOf } from '../domain/documents/document.ts';
import { issueDocuments } from '../domain/documents/issue-documents.ts';
import { newInvoice } from '../testing/document-fixture.ts';
import { openOrderFixture } from '../testing/order-fixture.ts';
import { serveDocuments } from './serve-documents.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

const key = createSecretKey(randomBytes(32));
const now = new Date('2026-11-29T12:00:00Z');
const soon = new Date(now.getTime() + 1_000);

/** Issues the invoice of a paid order. */
async function invoice() {
  const orderId = await shop.paid();
  await issueDocuments(shop.documents, newInvoice().content.seller, orderId);
  const [documents = []] = await shop.documents.ofOrders([orderId]);
  const found = invoiceOf(documents);
  if (!found) throw new Error('there is no invoice');
  return found;
}

async function start() {
  const options = { documents: shop.documents, key, now: () => now };
  const app = await startTestApp((service) => serveDocuments(service, options));
  onTestFinished(app.close);
  return (path: string) => fetch(new URL(path, app.url));
}

describe('the path of a document', () => {
  it('a signed link downloads the document as PDF, and no cache stores it', async () => {
    const get = await start();
    const { id, number } = await invoice();
    const response = await get(signDocumentLink(key, id, soon));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename=${number}.pdf`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const file = Buffer.from(await response.arrayBuffer());
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
    const again = await get(signDocumentLink(key, id, soon));
    expect(file.equals(Buffer.from(await again.arrayBuffer()))).toBe(true);
  });

  it('a link after its end is 410, and says where a new one is', async () => {
    const get = await start();
    const { id } = await invoice();
    const response = await get(signDocumentLink(key, id, now));
    expect(response.status).toBe(410);
    expect(await response.text()).toBe(
      'This link has expired. The page of the order has a new one.\n',
    );
  });

  it('a forged link, also one that would have expired, and an unknown document are 404', async () => {
    const get = await start();
    const { id } = await invoice();
    const stranger = createSecretKey(randomBytes(32));
    const paths = [
      signDocumentLink(stranger, id, soon),
      signDocumentLink(stranger, id, now),
      signDocumentLink(key, newId(), soon),
      signDocumentLink(key, 'x', soon),
      `/documents/${id}/${soon.getTime()}/-`,
    ];
    for (const path of paths) {
      const response = await get(path);
      expect([path, response.status]).toEqual([path, 404]);
      expect(await response.text()).toBe('There is no such document.\n');
    }
  });
});
