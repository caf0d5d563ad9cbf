/**
 * What a viewer must bring: be signed in, and hold every scope of at least one set. The sets are a
 * disjunctive normal form, as in `@requiresScopes`; `[[]]` asks for none, `[]` is met by nobody.
 */
export type Requirement = {
  readonly authenticated: boolean;
  readonly scopes: readonly (readonly string[])[];
};

export const noRequirement: Requirement = { authenticated: false, scopes: [[]] };

const isWithin = (small: readonly string[], large: readonly string[]) =>
  small.every((scope) => large.includes(scope));

/** Each set sorted, and without the sets that a smaller one makes needless. */
function minimal(sets: readonly (readonly string[])[]): string[][] {
  const kept: string[][] = [];
  const sorted = sets.map((set) => [...new Set(set)].sort());
  for (const set of sorted.sort((a, b) => a.length - b.length)) {
    if (!kept.some((other) => isWithin(other, set))) kept.push(set);
  }
  return kept.sort((a, b) => (String(a) < String(b) ? -1 : 1));
}

/** All of these at once. */
export const allOf = (requirements: readonly Requirement[]): Requirement =>
  requirements.reduce(
    (left, right) => ({
      authenticated: left.authenticated || right.authenticated,
      scopes: minimal(left.scopes.flatMap((a) => right.scopes.map((b) => [...a, ...b]))),
    }),
    noRequirement,
  );

/** Whether everybody who meets `strong` meets `weak`. Scopes imply being signed in. */
export const implies = (strong: Requirement, weak: Requirement): boolean =>
  (!weak.authenticated || strong.authenticated || strong.scopes.every((set) => set.length > 0)) &&
  strong.scopes.every((set) => weak.scopes.some((other) => isWithin(other, set)));

/** Whether it asks for anything at all. */
export const isNothing = (requirement: Requirement): boolean => implies(noRequirement, requirement);
