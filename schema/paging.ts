/** One page to read: `size` items after (or, going backward, before) the item with the key `cursor`. */
export type PageRequest = {
  readonly size: number;
  readonly backward: boolean;
  /** Sort key of the item to continue from. */
  readonly cursor: readonly string[] | undefined;
};

/** Rows of one page in list order, and whether the list goes on in the direction of reading. */
export type Page<T> = { readonly rows: readonly T[]; readonly more: boolean };

/** Makes a page of rows read in the direction of the request, one more than its size. */
export function toPage<T>(rows: readonly T[], { size, backward }: PageRequest): Page<T> {
  const page = rows.slice(0, size);
  return { rows: backward ? page.reverse() : page, more: rows.length > size };
}
