import { expect, it } from 'vitest';
import { giftCardsOf } from './gift-cards-state.ts';

const of = (query: string) => giftCardsOf(new URLSearchParams(query));

it('a URL stands for gift cards with the end of a code', () => {
  expect(of('q=+7kqm+')).toMatchObject({ filter: { lastFour: '7kqm' } });
  expect(of('q=')).toMatchObject({ filter: {} });
});
