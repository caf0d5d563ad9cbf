import { formatMoney } from '@shop/domain';
import type { DocumentKind, DocumentLine, OrderDocument } from '../domain/documents/document.ts';
import { percentOf } from '../domain/pricing/describe.ts';
import { createSheet, type Sheet, type Style, width } from './sheet.ts';

const titles: Readonly<Record<DocumentKind, string>> = {
  INVOICE: 'Invoice',
  CREDIT_NOTE: 'Credit note',
};
const notes: Readonly<Record<DocumentKind, string>> = {
  INVOICE: 'Paid in full.',
  CREDIT_NOTE: 'This amount has been refunded.',
};

const columns = {
  item: { from: 0, to: 265 },
  quantity: { from: 270, to: 325, align: 'right' },
  price: { from: 330, to: 405, align: 'right' },
  total: { from: 410, to: width, align: 'right' },
} as const;

/** Returns a document as PDF. The same document is always the same file. */
export async function renderPdf(document: OrderDocument): Promise<Buffer> {
  const { kind, number, issuedAt, content } = document;
  const sheet = await createSheet(`${titles[kind]} ${number}`, content.seller.name, issuedAt);
  sheet.row([{ text: `${titles[kind]} ${number}`, from: 0, to: width }], {
    font: 'bold',
    size: 18,
  });
  sheet.gap(16);
  writeParties(sheet, document);
  sheet.gap(20);
  const heading = { item: 'Item', quantity: 'Quantity', price: 'Price', total: 'Total' };
  writeColumns(sheet, heading, { font: 'bold' });
  sheet.gap(10, 'rule');
  for (const line of content.lines) writeLine(sheet, line, moneyIn(content.currency));
  sheet.gap(10, 'rule');
  writeSums(sheet, document);
  sheet.gap(20);
  sheet.row([{ text: notes[kind], from: 0, to: width }]);
  return sheet.end();
}

const day = (time: Date): string => time.toISOString().slice(0, 10);

const moneyIn =
  (currency: string) =>
  (minor: bigint): string =>
    formatMoney({ minor, currency });
type Money = ReturnType<typeof moneyIn>;

/** The seller and the buyer side by side, with what the document is about. */
function writeParties(sheet: Sheet, { issuedAt, content }: OrderDocument): void {
  const { seller, buyer, orderNumber, placedAt, invoiceNumber } = content;
  const address = seller.address.split(',').map((part) => part.trim());
  const left = [
    seller.name,
    ...address,
    `Tax ID: ${seller.taxId}`,
    '',
    ...buyer.address,
    buyer.email,
  ];
  const right = [
    `Date: ${day(issuedAt)}`,
    ...(invoiceNumber === null ? [] : [`For invoice: ${invoiceNumber}`]),
    `Order: ${orderNumber}`,
    `Ordered: ${day(placedAt)}`,
  ];
  for (const [index, text] of left.entries()) {
    const fact = right[index];
    sheet.row([
      { text: text || ' ', from: 0, to: 270 },
      ...(fact === undefined ? [] : [{ text: fact, from: 280, to: width }]),
    ]);
  }
}

type Texts = { readonly [K in keyof typeof columns]?: string };

const writeColumns = (sheet: Sheet, texts: Texts, style?: Style): void =>
  sheet.row(
    (Object.keys(columns) as (keyof typeof columns)[]).flatMap((name) => {
      const text = texts[name];
      return text === undefined ? [] : [{ text, ...columns[name] }];
    }),
    style,
  );

function writeLine(sheet: Sheet, line: DocumentLine, money: Money): void {
  const { title, sku, quantity, subtotal, discounts, taxes, total } = line;
  const item = sku === null ? title : `${title} (${sku})`;
  writeColumns(sheet, {
    ...{ item, quantity: String(quantity), price: money(subtotal), total: money(total) },
  });
  const details = [
    ...discounts.map(({ name, minor }) => ({ item: name, price: `−${money(minor)}` })),
    ...taxes.map(({ name, rate, minor }) => ({
      ...{ item: `${name} ${percentOf(rate)} %`, price: money(minor) },
    })),
  ];
  for (const detail of details) writeColumns(sheet, detail, { size: 8 });
  sheet.gap(4);
}

function writeSums(sheet: Sheet, { content }: OrderDocument): void {
  const { taxes, taxesIncluded, exempted, total, currency } = content;
  const money = moneyIn(currency);
  const sum = (label: string, minor: bigint, style?: Style) =>
    sheet.row(
      [
        { text: label, from: 200, to: 405, align: 'right' },
        { text: money(minor), ...columns.total },
      ],
      style,
    );
  if (exempted > 0n) sum('Tax exemption, taken off', exempted);
  const net = taxes.reduce((left, { minor }) => left - minor, total);
  if (taxes.length > 0) sum('Total without taxes', net);
  for (const { name, rate, minor } of taxes) sum(`${name} ${percentOf(rate)} %`, minor);
  sum('Total', total, { font: 'bold', size: 11 });
  if (taxes.length > 0) {
    const text = taxesIncluded ? 'Prices include taxes.' : 'Taxes are added to prices.';
    sheet.row([{ text, from: 200, to: width, align: 'right' }], { size: 8 });
  }
}
