/** One page to read: `size` items after (or, going backward, before) the item with the key `cursor`. */
export type PageRequest = {
  readonly size: number;
  readonly backward: boolean;
  /** Sort key of the item to continue from. */
  readonly cursor: readonly string[] | undefined;
};

/** Rows of one page in list order, and whether the list continues in the direction of reading. */
export type Page<T> = { readonly rows: readonly T[]; readonly more: boolean };

/** Returns a page of rows that were read in the direction of the request, one more than its size. */
export function toPage<T>(rows: readonly T[], { size, backward }: PageRequest): Page<T> {
  const page = rows.slice(0, size);
  return { rows: backward ? page.reverse() : page, more: rows.length > size };
}

/** Returns the items in the order of the keys; `undefined` for a key without an item. */
export function inOrder<T>(
  keys: readonly string[],
  found: readonly T[],
  keyOf: (item: T) => string,
): (T | undefined)[] {
  const byKey = new Map(found.map((item) => [keyOf(item), item]));
  return keys.map((key) => byKey.get(key));
}
