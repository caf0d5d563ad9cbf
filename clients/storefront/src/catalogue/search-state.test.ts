import { describe, expect, it } from 'vitest';
import { searchOf, withPrices } from './search-state.ts';

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

  it('an unknown sort, and relevance without words, are left to the shop', () => {
    expect(searchOf(params('sort=BEST'), undefined)).toEqual({ filter: {} });
    expect(searchOf(params('sort=RELEVANCE'), undefined)).toEqual({ filter: {} });
    expect(searchOf(params('q=tee&sort=RELEVANCE'), undefined)).toMatchObject({
      sort: 'RELEVANCE',
    });
  });
});
