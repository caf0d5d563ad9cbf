/** Returns the items that are new in `next` or differ from `before`, each after what it was before. */
export const changedItems = <T extends { readonly id: string }>(
  before: readonly T[] = [],
  next: readonly T[],
): [T | undefined, T][] =>
  next
    .filter((item) => !before.includes(item))
    .map((item) => [before.find(({ id }) => id === item.id), item]);
