type BannedWord = {
  readonly pattern: RegExp;
  /** The terms of docs/glossary.md to use. */
  readonly instead: string;
  /** The folder the rule is limited to, for a word that has another meaning elsewhere. */
  readonly within?: string;
};

/**
 * What `npm run lint` rejects: the table "Words that are not used" of docs/glossary.md as patterns. A
 * pattern is narrow, so that a hit is a fault. Identifiers are split into words before the search.
 */
export const bannedWords: readonly BannedWord[] = [
  {
    pattern: /\b(?:nobody|somebody|whoever|whom)\b/,
    instead: 'the viewer, the requester, a client; no process, no user',
  },
  { pattern: /\b(?:askers?|who is asking)\b/, instead: 'viewer, requester' },
  { pattern: /\bvisitors?\b/, instead: 'anonymous, guest' },
  { pattern: /\b(?:she|hers)\b/, instead: 'they, the customer, the viewer' },
  { pattern: /\b(?:hears?|heard|learns?)\b/, instead: 'subscribes, handles, receives, projects' },
  { pattern: /\bkept answers?\b/, instead: 'cached response, response cache' },
  { pattern: /\b(?:outdat(?:e|es|ed|ing)|untold)\b/, instead: 'invalidate, stale' },
  { pattern: /\bsets? aside\b/, instead: 'reserve, reserved' },
  { pattern: /\b(?:bury|burie[sd]|burial)\b/, instead: 'dead-letter' },
  { pattern: /\bnaps?\b/, instead: 'timer, pause' },
  { pattern: /\bgoodbyes?\b/, instead: 'close' },
  { pattern: /\bvictims?\b/, instead: 'crashing consumer' },
  {
    pattern: /\b(?:stationery|post offices?)\b/,
    instead: 'mail settings, delivery service',
    // The shop sells stationery.
    within: 'workers/notification/',
  },
  {
    pattern: /(?<!dead[ -])\b(?:letters?|notices?)\b/,
    instead: 'message, notification',
    within: 'workers/notification/',
  },
  { pattern: /\bowe[sd]?\b/, instead: 'refund due' },
  { pattern: /\bkeepers?\b/, instead: 'a viewer with the scope, named in full' },
  { pattern: /\bgateway's word\b/, instead: 'internal token' },
  {
    pattern: /(?<!\bthere )\b(?:is|are|was|were) (?:none\b|no (?!(?:longer|more|less|later)\b))/,
    instead: 'is not, invalid',
  },
  { pattern: /\b(?:is|are|was|were|be|been) (?:away|silent)\b/, instead: 'unavailable' },
  { pattern: /\bin (?:vain|the same breath)\b/, instead: 'the plain statement' },
  { pattern: /\bfor so (?:many|long)\b/, instead: 'for this number of days, for this time' },
];

export type Finding = { readonly line: number; readonly word: string; readonly instead: string };

/** `startVictim` and `start_victim` as the words of which they are made. */
const inWords = (text: string): string =>
  text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ');

/** The text of a comment or list item that goes on in this line, without what leads it. */
const continued = (line: string): string => line.replace(/^\s*(?:\*|\/\/|#|>|-)?\s*/, '');

/** Finds the banned words of a file; one that is split between two lines belongs to the first. */
export function findBannedWords(path: string, text: string): Finding[] {
  const rules = bannedWords.filter(({ within }) => path.startsWith(within ?? ''));
  const lines = inWords(text).split('\n');
  return lines.flatMap((line, index) => {
    const both = `${line.trimEnd()} ${continued(lines[index + 1] ?? '')}`;
    return rules.flatMap(({ pattern, instead }) =>
      [...both.matchAll(new RegExp(pattern, 'gi'))]
        .filter((match) => match.index < line.length)
        .map(([word]) => ({ line: index + 1, word: word.trim(), instead })),
    );
  });
}
