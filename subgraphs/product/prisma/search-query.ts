import { wordsOf } from '@shop/domain';
import { Prisma } from '../generated/prisma/client.ts';
import { stopWords } from './stop-words.ts';

/** EXACT finds words as they are written and in other English forms, FORGIVING also with typing mistakes. */
type Spelling = 'EXACT' | 'FORGIVING';

/** Words of a search that belong together: a phrase, or what stands between two white spaces. */
type Term = {
  readonly words: readonly string[];
  readonly phrase: boolean;
  readonly excluded: boolean;
};

/** A word of this length or more is also found with a typing mistake; shorter ones are similar to too many. */
const minForgivingLength = 4;
/** `search_vector` stores no more of a word. */
const maxWordLength = 60;

/**
 * Returns a search text as an SQL expression of type `tsquery`, which PostgreSQL computes once for a statement:
 * words in all their English forms, "a phrase", or, -not. The last word may be incomplete, unless the search has
 * one of these. Matches nothing when the text has no words.
 */
export function searchQuery(search: string, spelling: Spelling): Prisma.Sql {
  const alternatives = parse(search);
  const terms = alternatives.flat();
  const plain = alternatives.length === 1 && terms.every((term) => !term.phrase && !term.excluded);
  if (terms.length === 0) return Prisma.sql`NULL::tsquery`;
  const any = alternatives.map((all) =>
    joined(
      all.map((term) => ofTerm(term)),
      ' && ',
    ),
  );
  return Prisma.sql`(SELECT ${joined(any, ' || ')})`;

  function ofTerm(term: Term): Prisma.Sql {
    const words = term.words.map((word, index) => {
      const last = plain && term === terms.at(-1) && index === term.words.length - 1;
      const forgiving = spelling === 'FORGIVING' && !term.phrase && !term.excluded;
      return ofWord(word, last, forgiving && mayBeMistyped(word));
    });
    const query = joined(words, term.phrase ? ' <-> ' : ' && ');
    return term.excluded ? Prisma.sql`!!${query}` : query;
  }
}

const ofWord = (word: string, incomplete: boolean, mistakes: boolean): Prisma.Sql =>
  Prisma.sql`search_word(${word}, ${incomplete}, ${mistakes})`;

const joined = (queries: readonly Prisma.Sql[], operator: string): Prisma.Sql =>
  Prisma.sql`(${Prisma.join(queries, operator)})`;

const mayBeMistyped = (word: string): boolean =>
  [...word].length >= minForgivingLength && !/\p{N}/u.test(word);

const parts = /(?<excluded>(?<=^|\s)-)?(?:"(?<phrase>[^"]*)"|(?<plain>[^\s"]+))/gu;

/** Returns the alternatives of a search. Terms without words are left out. */
function parse(search: string): (readonly Term[])[] {
  const alternatives: Term[][] = [[]];
  for (const { groups = {} } of search.matchAll(parts)) {
    const { excluded, phrase, plain } = groups;
    if (plain?.toLowerCase() === 'or' && excluded === undefined) alternatives.push([]);
    else {
      alternatives.at(-1)?.push({
        words: wordsOf(phrase ?? plain ?? '').map((word) =>
          [...word].slice(0, maxWordLength).join(''),
        ),
        phrase: phrase !== undefined,
        excluded: excluded !== undefined,
      });
    }
  }
  return alternatives
    .map((terms) => withoutStopWords(terms.filter(({ words }) => words.length > 0)))
    .filter((terms) => terms.length > 0);
}

/** Returns the terms without English words that tell nothing, unless they are all there is. */
function withoutStopWords(terms: readonly Term[]): readonly Term[] {
  const telling = terms
    .map((term) =>
      term.phrase ? term : { ...term, words: term.words.filter((word) => !stopWords.has(word)) },
    )
    .filter(({ words }) => words.length > 0);
  return telling.length > 0 ? telling : terms;
}
