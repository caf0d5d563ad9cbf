import { describe, expect, it } from 'vitest';
import { slugify, wordsOf } from './words.ts';

describe('wordsOf', () => {
  it.each([
    ['Salz/Pfeffer Mühle', ['salz', 'pfeffer', 'muhle']],
    ['Levi’s “Best” Jeans', ['levi', 's', 'best', 'jeans']],
    ["levi's jeans", ['levi', 's', 'jeans']],
    ['Tee—Blue', ['tee', 'blue']],
    ['Lego® Set; Nylon™ Bag', ['lego', 'set', 'nylon', 'bag']],
    ['No.5 Parfum, Hose 10-12', ['no', '5', 'parfum', 'hose', '10', '12']],
    ['www.shopzz.com Mug', ['www', 'shopzz', 'com', 'mug']],
    ['Große STRASSE', ['grosse', 'strasse']],
    [
      'Smørrebrød Łódź Æther Œuvre Þór Đuro ılık',
      'smorrebrod lodz aether oeuvre thor duro ilik'.split(' '),
    ],
    ['İstanbul Ⅷ ﬁne', ['istanbul', 'viii', 'fine']],
    ['हिन्दी ไทย 日本', ['हिन्दी', 'ไทย', '日本']],
    ['re\u0301d r\u00e9d', ['red', 'red']],
    ['⑴ — 💥 \u200b', ['1']],
    ['', []],
  ])('%j has the words %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('a text has the same words in every normal form', () => {
    const text = 'Crème Brûlée Ångström हिन्दी 한국어 が';
    for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
      expect(wordsOf(text.normalize(form))).toEqual(wordsOf(text));
    }
  });
});

it.each([
  ['Große Straße', 'grosse-strasse'],
  ['Łódź', 'lodz'],
  ['Smørrebrød', 'smorrebrod'],
  ['Æther', 'aether'],
  ['Foo™', 'foo'],
  ['  --Crème Brûlée Set! ', 'creme-brulee-set'],
  ['日本', ''],
])('the slug of %j is %j', (text, slug) => {
  expect(slugify(text)).toBe(slug);
});
