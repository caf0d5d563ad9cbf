import { describe, expect, it } from 'vitest';
import { isReversed, searchOf, withPrices } from './search-state.ts';

const params = (text: string) => new URLSearchParams(text);

describe('the URL of a listing is its state', () => {
  it('options of one name are alternatives of one filter', () => {
    const { filter } = searchOf(
      params('option.Color=Black&option.Color=Red&inStock=true'),
      'shoes',
    );
    expect(filter).toEqual({
      category: 'shoes',
      inStock: true,
      options: [{ name: 'Color', values: ['Black', 'Red'] }],
    });
  });

  it('bounds of prices are a filter with their currency, and one that is not an amount is left out', () => {
    const form = new FormData();
    form.set('min', ' 19,90 ');
    form.set('max', '');
    const chosen = withPrices(params('q=tee&max=5&currency=USD'), 'EUR', form);
    expect(String(chosen)).toBe('q=tee&min=19.90&currency=EUR');
    expect(searchOf(chosen, undefined).filter.price).toEqual({ currencyCode: 'EUR', min: '19.90' });
    expect(searchOf(params('currency=EUR&min=cheap'), undefined).filter).toEqual({});
  });

  it('a lowest price above the highest is not sent to the shop', () => {
    const reversed = params('min=9&max=1&currency=EUR');
    expect(isReversed(reversed)).toBe(true);
    expect(searchOf(reversed, undefined)).toEqual({ filter: {} });
    for (const range of ['min=1&max=9', 'min=9&max=9', 'min=9', 'max=1']) {
      expect([range, isReversed(params(range))]).toEqual([range, false]);
    }
  });

  it('an unknown sort, and relevance without words, are left to the shop', () => {
    expect(searchOf(params('sort=BEST'), undefined)).toEqual({ filter: {} });
    expect(searchOf(params('sort=RELEVANCE'), undefined)).toEqual({ filter: {} });
    expect(searchOf(params('q=tee&sort=RELEVANCE'), undefined)).toMatchObject({
      sort: 'RELEVANCE',
    });
  });
});
