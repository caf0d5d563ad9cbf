import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it, vi } from 'vitest';
import type { OrderDocument } from '../domain/documents/document.ts';
import { newInvoice } from '../testing/document-fixture.ts';
import { renderPdf } from './render-pdf.ts';

/** Reads the text of each page back, line by line. */
async function pagesOf(document: OrderDocument): Promise<string[][]> {
  const pdf = await getDocumentProxy(new Uint8Array(await renderPdf(document)));
  const { text } = await extractText(pdf, { mergePages: false });
  return text.map((page) => page.split('\n'));
}

describe('a document as PDF', () => {
  it('an invoice states seller, buyer, lines with discounts and taxes, and totals', async () => {
    expect(await pagesOf(newInvoice())).toEqual([
      [
        'Invoice INV-2026-000042',
        'Nordwind GmbH Date: 2026-11-29',
        'Deichstraße 1 Order: 2026-000123',
        '20459 Hamburg Ordered: 2026-11-28',
        'Germany',
        'Tax ID: DE123456789',
        'Nel Dahl',
        'Hafenweg 2',
        '20457 Hamburg',
        'Germany',
        'n@d.example',
        'Item Quantity Price Total',
        'Linen shirt (LS-M) 2 €50.00 €45.00',
        'Summer sale −€5.00',
        'VAT 19 % €7.18',
        'Shipping: Express 1 €9.90 €9.90',
        'VAT 19 % €1.58',
        'Total without taxes €46.14',
        'VAT 19 % €8.76',
        'Total €54.90',
        'Prices include taxes.',
        'Paid in full.',
      ],
    ]);
  });

  it('a credit note names the invoice that it corrects', async () => {
    const content = { invoiceNumber: 'INV-2026-000042', taxes: [], lines: [], total: 500n };
    const change = { kind: 'CREDIT_NOTE', number: 'CN-2026-000007' } as const;
    const [lines] = await pagesOf(newInvoice(content, change));
    expect(lines).toEqual([
      'Credit note CN-2026-000007',
      'Nordwind GmbH Date: 2026-11-29',
      'Deichstraße 1 For invoice: INV-2026-000042',
      '20459 Hamburg Order: 2026-000123',
      'Germany Ordered: 2026-11-28',
      'Tax ID: DE123456789',
      'Nel Dahl',
      'Hafenweg 2',
      '20457 Hamburg',
      'Germany',
      'n@d.example',
      'Item Quantity Price Total',
      'Total €5.00',
      'This amount has been refunded.',
    ]);
  });

  it('an exemption and taxes that prices do not include are stated', async () => {
    const [lines] = await pagesOf(newInvoice({ exempted: 876n, taxesIncluded: false }));
    expect(lines).toContain('Tax exemption, taken off €8.76');
    expect(lines).toContain('Taxes are added to prices.');
  });

  it('names of any script are readable', async () => {
    const address = ['山田太郎', 'Ольга Ким', 'Ćiril Łoś', '🚀 Straße', 'שלום 12'];
    const [lines = []] = await pagesOf(newInvoice({ buyer: { address, email: 'n@d.example' } }));
    expect(lines.slice(6, 11)).toEqual([
      'ShanTianTaiLang',
      'Ольга Ким',
      'Ćiril Łoś',
      ':rocket: Straße',
      'slvm 12',
    ]);
  });

  it('an invoice of 50 lines with the longest titles fills several pages and loses nothing', async () => {
    const [line] = newInvoice().content.lines;
    if (!line) throw new Error('the invoice has no line');
    const lines = Array.from({ length: 50 }, (_, n) => ({
      ...line,
      title: `${'Very long title '.repeat(13)}${n}.`,
    }));
    const pages = await pagesOf(newInvoice({ lines }));
    expect(pages.length).toBeGreaterThan(3);
    const text = pages.map((page) => page.join(' ')).join(' ');
    for (const n of lines.keys()) expect(text).toContain(`title ${n}.`);
    expect(pages.at(-1)?.slice(-3)).toEqual([
      'Total €54.90',
      'Prices include taxes.',
      'Paid in full.',
    ]);
  });

  it('the file depends on the document alone, not on the time', async () => {
    const invoice = newInvoice();
    const file = await renderPdf(invoice);
    vi.useFakeTimers({ now: new Date('2031-05-05'), toFake: ['Date'] });
    try {
      expect(file.equals(await renderPdf(invoice))).toBe(true);
    } finally {
      vi.useRealTimers();
    }
    const later = { issuedAt: new Date('2026-11-30T12:00:00Z') };
    expect(file.equals(await renderPdf(newInvoice({}, later)))).toBe(false);
  });
});
