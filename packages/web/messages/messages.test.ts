import { expect, it } from 'vitest';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };

it('every message that applications share exists in both languages', () => {
  expect(Object.keys(de)).toEqual(Object.keys(en));
});
