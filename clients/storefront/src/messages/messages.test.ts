import { expect, it } from 'vitest';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };

const valuesOf = (message: string) =>
  [...message.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

it('every message exists in both languages, with the same values', () => {
  expect(Object.keys(de)).toEqual(Object.keys(en));
  for (const [key, message] of Object.entries(en)) {
    expect([key, valuesOf(de[key as keyof typeof de])]).toEqual([key, valuesOf(message)]);
  }
});
