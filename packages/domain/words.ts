/** Letters that Unicode does not decompose, as people search for them and as they stand in slugs. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
  ı: 'i',
  ς: 'σ',
};

/** Accents of Latin, Greek and Cyrillic letters. Marks of other scripts are part of their words. */
const accents = /[\u0300-\u036f]/g;

const foldWord = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(accents, '')
    .toLowerCase()
    .replace(/[ßøłđæœþðıς]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFC');

const cut = (text: string): readonly string[] => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/**
 * The words of a text: lower case, without accents, `ß` as `ss`. Everything but letters, marks and digits
 * separates words, in what is stored as in what is searched. PostgreSQL's parser cannot replace it: it takes
 * `salt/pepper` for a file and cuts by the locale of the database.
 */
export const wordsOf = (text: string): string[] =>
  // Again after folding: `⑴` becomes `(1)`.
  cut(text.normalize('NFC')).flatMap((word) => cut(foldWord(word)));

/** The words of these texts, joined by spaces, as a search looks for them. */
export const joinedWords = (...texts: readonly string[]): string =>
  texts.flatMap(wordsOf).join(' ');

/** A part of an address: `Große Straße!` is `grosse-strasse`. Empty when no word has a letter a-z or digit 0-9. */
export const slugify = (text: string): string =>
  wordsOf(text)
    .flatMap((word) => word.match(/[a-z0-9]+/g) ?? [])
    .join('-');
