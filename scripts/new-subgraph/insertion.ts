/** Text to insert before the character at an index. */
export type Insertion = { readonly at: number; readonly text: string };

/** Inserts all texts; indexes are those of the original text. */
export const insert = (text: string, insertions: readonly Insertion[]): string =>
  [...insertions]
    .sort((a, b) => b.at - a.at)
    .reduce((result, one) => result.slice(0, one.at) + one.text + result.slice(one.at), text);
