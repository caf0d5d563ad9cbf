/** A row by its id, with what is compared. */
export type Compared = { readonly id: string; readonly value: Readonly<Record<string, unknown>> };

export type Difference = {
  readonly id: string;
  readonly source: Compared['value'] | undefined;
  readonly copy: Compared['value'] | undefined;
};

/**
 * Compares two streams of rows, each in the order of its ids. Yields the rows that only one has or that differ, or
 * those that `isWrong` finds.
 */
export async function* compareRows(
  source: AsyncIterator<Compared>,
  copy: AsyncIterator<Compared>,
  isWrong = (difference: Difference): boolean => differencesOf(difference).length > 0,
): AsyncGenerator<Difference> {
  for (let [left, right] = [await next(source), await next(copy)]; left || right; ) {
    const id = lesser(left?.id, right?.id);
    const [one, other] = [left, right].map((row) => (row?.id === id ? row : undefined));
    const difference = { id, source: one?.value, copy: other?.value };
    if (isWrong(difference)) yield difference;
    if (one) left = await next(source);
    if (other) right = await next(copy);
  }
}

const lesser = (id: string | undefined, other: string | undefined): string =>
  (id === undefined || (other !== undefined && other < id) ? other : id) ?? '';

const next = async (rows: AsyncIterator<Compared>): Promise<Compared | undefined> => {
  const { done, value } = await rows.next();
  return done ? undefined : value;
};

/** Returns what differs, such as `title is "Mug", not "Cup"`. */
export function differencesOf({ source, copy }: Omit<Difference, 'id'>): string[] {
  if (!source && !copy) return [];
  if (!copy) return ['it is missing'];
  if (!source) return ['its source does not exist'];
  return Object.keys(source)
    .map((key) => [key, JSON.stringify(copy[key]), JSON.stringify(source[key])])
    .filter(([, copied, original]) => copied !== original)
    .map(([key, copied, original]) => `${key} is ${copied}, not ${original}`);
}
