import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOf } from '../pricing/breakdown.ts';
import { creditedTaxes, leftOf, type Taxed } from './credited-taxes.ts';

const vat = (rate: number, minor: bigint) => ({ name: 'VAT', rate, minor });
const shirt: Taxed = { total: 11_900n, taxes: [vat(190_000, 1_900n)] };
const book: Taxed = { total: 10_700n, taxes: [vat(70_000, 700n)] };
const invoice: Taxed = { total: 22_600n, taxes: [vat(190_000, 1_900n), vat(70_000, 700n)] };

/** The credit note of an amount that belongs to no part. */
const ofAmount = (left: Taxed, minor: bigint): Taxed => ({
  total: minor,
  taxes: creditedTaxes(left, [{ part: left, minor }]),
});

describe('taxes of a credit note', () => {
  it('a refunded line gives back its own taxes', () => {
    expect(creditedTaxes(invoice, [{ part: book, minor: 10_700n }])).toEqual([vat(70_000, 700n)]);
  });

  it('a part of a line gives back that part of its taxes, rounded half up', () => {
    expect(creditedTaxes(invoice, [{ part: shirt, minor: 5_953n }])).toEqual([vat(190_000, 950n)]);
    expect(creditedTaxes(invoice, [{ part: shirt, minor: 5_947n }])).toEqual([vat(190_000, 950n)]);
  });

  it('an amount gives back a part of all taxes', () => {
    const { taxes } = ofAmount(invoice, 11_300n);
    expect(taxes).toEqual([vat(190_000, 950n), vat(70_000, 350n)]);
  });

  it('what pays back all that is left has the taxes that are left', () => {
    const first = {
      total: 10_700n,
      taxes: creditedTaxes(invoice, [{ part: book, minor: 10_700n }]),
    };
    const left = leftOf([invoice], [first]);
    expect(ofAmount(left, 11_900n).taxes).toEqual([vat(190_000, 1_900n)]);
  });

  it('no more taxes are given back than are left', () => {
    const first = ofAmount(invoice, 11_300n);
    const left = leftOf([invoice], [first]);
    expect(creditedTaxes(left, [{ part: book, minor: 10_700n }])).toEqual([vat(70_000, 350n)]);
  });

  it('a line that costs nothing has no taxes to give back', () => {
    const present = { total: 0n, taxes: [vat(190_000, 0n)] };
    expect(creditedTaxes(invoice, [{ part: present, minor: 0n }])).toEqual([]);
  });

  it('credit notes of any amounts have the taxes of the invoice together', async () => {
    await fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 9_000n }), { maxLength: 8 }), (amounts) => {
        const notes: Taxed[] = [];
        for (const amount of [...amounts, invoice.total]) {
          const left = leftOf([invoice], notes);
          const minor = amount < left.total ? amount : left.total;
          if (minor > 0n) notes.push(ofAmount(left, minor));
        }
        expect(sumOf(notes.map(({ total }) => total))).toBe(invoice.total);
        expect(leftOf([invoice], notes).taxes.map(({ minor }) => minor)).toEqual([0n, 0n]);
      }),
    );
  });
});
