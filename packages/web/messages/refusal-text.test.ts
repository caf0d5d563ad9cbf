import { buildSchema, type GraphQLEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../schema/error-codes.ts';
import sdl from '../../../schema/shop.graphql?raw';
import errors from './errors.de.json' with { type: 'json' };
import { refusalText } from './refusal-text.ts';
import refusals from './refusals.de.json' with { type: 'json' };

const contract = buildSchema(sdl, { assumeValidSDL: true });
const valuesOf = (name: string) =>
  (contract.getType(name) as GraphQLEnumType).getValues().map(({ value }) => String(value));
const stateIn = (refusal: Parameters<typeof refusalText>[0]) =>
  refusalText(refusal, refusals, 'de');

describe('German texts', () => {
  it('exist for each code of a refusal', () => {
    const codes = Object.keys(refusals).filter((key) => !key.includes('.'));
    expect(codes.toSorted()).toEqual(valuesOf('UserErrorCode').toSorted());
  });

  it('exist for each rule of an invalid value', () => {
    const rules = Object.keys(refusals).flatMap((key) => key.split('INVALID_VALUE.')[1] ?? []);
    expect(rules.toSorted()).toEqual(valuesOf('ConstraintRule').toSorted());
  });

  it('exist for each code of an error', () => {
    const codes = Object.keys(errors).filter((key) => !key.includes('.'));
    expect(codes.toSorted()).toEqual(
      [...Object.keys(errorCodes), 'INTERNAL_SERVER_ERROR'].toSorted(),
    );
  });
});

describe('the text of a refusal', () => {
  it('names the limit of the rule', () => {
    expect(
      stateIn({
        code: 'INVALID_VALUE',
        message: 'Enter at least 12 characters.',
        details: { __typename: 'ConstraintDetails', rule: 'TOO_SHORT', limit: '12' },
      }),
    ).toBe('Mindestens 12 Zeichen.');
  });

  it('is that of the code where a value of the other is missing', () => {
    expect(
      stateIn({
        code: 'INVALID_VALUE',
        message: 'Too short.',
        details: { __typename: 'ConstraintDetails', rule: 'TOO_SHORT', limit: null },
      }),
    ).toBe('Diese Angabe ist nicht gültig.');
  });

  it('states amounts in the format of the language', () => {
    expect(
      stateIn({
        code: 'PRICE_CHANGED',
        message: 'The total is 12.50 EUR now.',
        details: { __typename: 'PriceDetails', total: { amount: '12.50', currencyCode: 'EUR' } },
      }),
    ).toBe('Die Preise haben sich geändert: Die Summe ist jetzt 12,50\u00a0€.');
  });

  it.each([
    ['VOUCHER_INVALID', { __typename: 'VoucherDetails', code: 'SPRING' }, 'SPRING'],
    ['TOO_MANY_ATTEMPTS', { __typename: 'WaitDetails', seconds: 30 }, '30 Sekunden'],
    [
      'INSUFFICIENT_STOCK',
      {
        __typename: 'StockDetails',
        variantId: 'v1',
        requested: 4,
        available: { quantity: 3, atLeast: false },
      },
      'nur 3 verfügbar',
    ],
    [
      'REFUND_EXCEEDS_PAYMENT',
      { __typename: 'AmountDetails', left: { amount: '5.00', currencyCode: 'EUR' } },
      '5,00\u00a0€',
    ],
  ] as const)('of %s states its value', (code, details, part) => {
    expect(stateIn({ code, message: '', details })).toContain(part);
  });

  it('is the message of the shop for a code that the texts do not know', () => {
    const code = 'NEW_CODE' as 'NOT_FOUND';
    expect(stateIn({ code, message: 'Something new.', details: null })).toBe('Something new.');
  });
});
