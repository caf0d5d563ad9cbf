import type { AppliedTax } from '../pricing/breakdown.ts';

/**
 * An invoice states what a paid order costs, a further one what it costs more since; a credit note takes back what a refund
 * pays back.
 */
export type DocumentKind = 'INVOICE' | 'CREDIT_NOTE';

/** The shop on its documents, as it was when they were issued. */
export type Seller = {
  readonly name: string;
  /** Parts of the address, separated by commas. */
  readonly address: string;
  readonly taxId: string;
};

/** A line of a document: goods, shipping, or an amount that belongs to no part of the order. In minor units. */
export type DocumentLine = {
  readonly title: string;
  readonly sku: string | null;
  readonly quantity: number;
  /** Before discounts. */
  readonly subtotal: bigint;
  readonly discounts: readonly { readonly name: string; readonly minor: bigint }[];
  readonly taxes: readonly AppliedTax[];
  readonly total: bigint;
};

/** All that a document states. It is stored when the document is issued and never changed. */
export type DocumentContent = {
  readonly seller: Seller;
  readonly buyer: { readonly address: readonly string[]; readonly email: string };
  readonly orderNumber: string;
  readonly placedAt: Date;
  /** The invoice that a credit note corrects; null of an invoice. */
  readonly invoiceNumber: string | null;
  readonly currency: string;
  /** Whether subtotals include taxes. */
  readonly taxesIncluded: boolean;
  readonly lines: readonly DocumentLine[];
  /** One for each name and rate. */
  readonly taxes: readonly AppliedTax[];
  /** Included taxes that an exempt customer does not pay. */
  readonly exempted: bigint;
  readonly total: bigint;
};

/** A document that is due: its id is that of the payment or refund that it is about, so that each has one. */
export type NewDocument = {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly content: DocumentContent;
};

/** An issued document. */
export type OrderDocument = NewDocument & {
  readonly number: string;
  readonly issuedAt: Date;
};

export const invoicesOf = (documents: readonly OrderDocument[]): OrderDocument[] =>
  documents.filter(({ kind }) => kind === 'INVOICE');

/** Returns the invoice that an order got when it was paid. */
export const invoiceOf = (documents: readonly OrderDocument[]): OrderDocument | undefined =>
  invoicesOf(documents)[0];

export const creditNotesOf = (documents: readonly OrderDocument[]): OrderDocument[] =>
  documents.filter(({ kind }) => kind === 'CREDIT_NOTE');
