import { buildSchema, type GraphQLEnumType } from 'graphql';
import { expect, it } from 'vitest';
import sdl from '../../../schema/shop.graphql?raw';
import problems from '../messages/problems.de.json' with { type: 'json' };
import { hasProblem, stateProblems } from './state-problems.ts';

const contract = buildSchema(sdl, { assumeValidSDL: true });

it('there is a German text for each problem of a cart and of a voucher code', () => {
  const keys = ['CartProblem', 'CartVoucherProblem'].flatMap((type) =>
    (contract.getType(`${type}Code`) as GraphQLEnumType)
      .getValues()
      .map(({ value }) => `${type}.${value}`),
  );
  expect(Object.keys(problems).toSorted()).toEqual(keys.toSorted());
});

it('problems at any depth get the texts of the language; everything else stays', () => {
  const problem = (__typename: string, code: string) => ({ __typename, code, message: 'English.' });
  const cartWith = (line: object, skipped: object, other: object) => ({
    cart: { id: '1', lines: [{ quantity: 2, problems: [line] }], vouchers: null },
    skipped: [skipped, other],
  });
  const short = problem('CartProblem', 'SHORT_STOCK');
  const unknown = problem('SkippedLine', 'UNKNOWN_VARIANT');
  const newer = problem('CartProblem', 'NEW_CODE');
  const data = cartWith(short, unknown, newer);
  const texts = { 'CartProblem.SHORT_STOCK': 'Zu wenig.', UNKNOWN_VARIANT: 'Unbekannt.' };
  expect(hasProblem(data)).toBe(true);
  expect(hasProblem({ cart: { lines: [{ problems: [] }] } })).toBe(false);
  expect(stateProblems(data, texts)).toEqual(
    cartWith({ ...short, message: 'Zu wenig.' }, { ...unknown, message: 'Unbekannt.' }, newer),
  );
});
