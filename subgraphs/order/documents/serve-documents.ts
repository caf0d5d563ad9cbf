import type { KeyObject } from 'node:crypto';
import { documentPath, judgeDocumentLink } from '@shop/schema';
import type { Service } from '@shop/service';
import { LRUCache } from 'lru-cache';
import type { OrderDocument } from '../domain/documents/document.ts';
import type { DocumentStore } from '../domain/documents/ports.ts';
import { renderPdf } from './render-pdf.ts';

/** Documents whose file is stored in memory: each takes some 80 ms of the processor, and about 20 kB. */
const maxRendered = 200;

export type DocumentOptions = {
  readonly documents: Pick<DocumentStore, 'byId'>;
  /** Verifies the signatures of links. */
  readonly key: KeyObject;
  readonly now?: () => Date;
};

/** Serves invoices and credit notes as PDF to everyone who has a signed link: 404 for any other path, 410 after its end. */
export function serveDocuments(
  { app }: Pick<Service, 'app'>,
  { documents, key, now = () => new Date() }: DocumentOptions,
): void {
  const rendered = new LRUCache<string, Buffer, OrderDocument>({
    max: maxRendered,
    fetchMethod: (_id, _stale, { context }) => renderPdf(context),
  });

  app.get(documentPath, async ({ params }, response) => {
    response.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    const state = judgeDocumentLink(key, params, now());
    if (state === 'EXPIRED') {
      const text = 'This link has expired. The page of the order has a new one.\n';
      response.status(410).type('text').send(text);
      return;
    }
    const document = state === 'VALID' ? await documents.byId(params.id) : undefined;
    if (!document) {
      response.status(404).type('text').send('There is no such document.\n');
      return;
    }
    response
      .attachment(fileNameOf(document))
      .send(await rendered.forceFetch(document.id, { context: document }));
  });
}

const fileNameOf = ({ number }: OrderDocument): string => `${number}.pdf`;
