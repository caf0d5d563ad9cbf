import { describe, expect, it } from 'vitest';
import { bannedWords, findBannedWords } from './banned-words.ts';
import { textOf } from './files.ts';

const words = (text: string, path = 'a.ts') => findBannedWords(path, text).map(({ word }) => word);

describe('findBannedWords', () => {
  it.each([
    ['// Nobody may read it.', 'Nobody'],
    ['const startVictim = 1;', 'Victim'],
    ['const RATE_LIMIT_VISITOR = 1;', 'VISITOR'],
    ['it("an amount that is no number")', 'is no'],
    ['it("a path that is none")', 'is none'],
    ['// The database is away.', 'is away'],
  ])('finds the banned word in %s', (text, word) => expect(words(text)).toEqual([word]));

  it.each([
    'there is no broker',
    'the token is no longer valid',
    'a snapshot of the shell',
    'a letter of the alphabet',
    'the log level silent',
    'a power of two',
  ])('accepts "%s"', (text) => expect(words(text)).toEqual([]));

  it('finds a phrase that two lines of a comment share, once, on the first of them', () => {
    const comment = '/**\n * What is\n * none of theirs.\n */';
    expect(findBannedWords('a.ts', comment)).toMatchObject([{ line: 2, word: 'is none' }]);
  });

  it('applies the words of mail in the notification worker only', () => {
    expect(words('a notice', 'workers/notification/a.ts')).toEqual(['notice']);
    expect(words('a notice', 'subgraphs/order/a.ts')).toEqual([]);
    expect(words('a dead letter', 'workers/notification/a.ts')).toEqual([]);
  });

  it.each(bannedWords)('the glossary lists a word of $pattern', ({ pattern }) => {
    const table = textOf('docs/glossary.md').split('## Words that are not used')[1] ?? '';
    expect(table).toMatch(new RegExp(pattern, 'i'));
  });
});
