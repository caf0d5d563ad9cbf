import type { DocumentKind } from './document.ts';

/** The last document of a kind that was issued. */
export type DocumentCounter = { readonly last: number; readonly issuedAt: Date };

const prefixes: Readonly<Record<DocumentKind, string>> = { INVOICE: 'INV', CREDIT_NOTE: 'CN' };

/**
 * Returns the next number of a kind, `INV-2026-000001`, with the counter after it. Numbers begin again with each year.
 * No document is issued before the one with the number before it, also where the clocks of workers differ.
 */
export function nextNumber(
  kind: DocumentKind,
  { last, issuedAt: before }: DocumentCounter,
  now: Date,
): { readonly number: string; readonly counter: DocumentCounter } {
  const issuedAt = now > before ? now : before;
  const year = issuedAt.getUTCFullYear();
  const next = year === before.getUTCFullYear() ? last + 1 : 1;
  const number = `${prefixes[kind]}-${year}-${String(next).padStart(6, '0')}`;
  return { number, counter: { last: next, issuedAt } };
}
