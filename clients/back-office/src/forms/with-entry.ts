/** Returns a list with another entry at a position, without the one that is there, or with a new one at its end. */
export const withEntry = <Entry>(
  entries: readonly Entry[],
  index: number,
  next: Entry | undefined,
): Entry[] => [
  ...entries.slice(0, index),
  ...(next === undefined ? [] : [next]),
  ...entries.slice(index + 1),
];
