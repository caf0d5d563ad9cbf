import { newId } from '@shop/domain';
import type { DocumentContent, OrderDocument } from '../domain/documents/document.ts';

const vat = { name: 'VAT', rate: 190_000 };

/** Returns the invoice of an order with two lines and shipping, some of it changed. */
export const newInvoice = (
  content: Partial<DocumentContent> = {},
  change: Partial<OrderDocument> = {},
): OrderDocument => ({
  id: newId(),
  kind: 'INVOICE',
  number: 'INV-2026-000042',
  issuedAt: new Date('2026-11-29T12:00:00Z'),
  ...change,
  content: {
    seller: {
      name: 'Nordwind GmbH',
      address: 'Deichstraße 1, 20459 Hamburg, Germany',
      taxId: 'DE123456789',
    },
    buyer: {
      address: ['Nel Dahl', 'Hafenweg 2', '20457 Hamburg', 'Germany'],
      email: 'n@d.example',
    },
    orderNumber: '2026-000123',
    placedAt: new Date('2026-11-28T12:00:00Z'),
    invoiceNumber: null,
    currency: 'EUR',
    taxesIncluded: true,
    lines: [
      {
        ...{ title: 'Linen shirt', sku: 'LS-M', quantity: 2, subtotal: 5_000n, total: 4_500n },
        discounts: [{ name: 'Summer sale', minor: 500n }],
        taxes: [{ ...vat, minor: 718n }],
      },
      {
        ...{ title: 'Shipping: Express', sku: null, quantity: 1, subtotal: 990n, total: 990n },
        discounts: [],
        taxes: [{ ...vat, minor: 158n }],
      },
    ],
    taxes: [{ ...vat, minor: 876n }],
    exempted: 0n,
    total: 5_490n,
    ...content,
  },
});
