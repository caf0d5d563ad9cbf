/**
 * What a type or field demands of the viewer: authentication, and every scope of at least one set. The
 * sets are a disjunctive normal form, as in `@requiresScopes`: `[[]]` demands no scope, and no viewer
 * meets `[]`.
 */
export type Requirement = {
  readonly authenticated: boolean;
  readonly scopes: readonly (readonly string[])[];
};

export const noRequirement: Requirement = { authenticated: false, scopes: [[]] };

/** Returns the requirement that is met by meeting all of these. */
export const combine = (requirements: readonly Requirement[]): Requirement =>
  requirements.reduce(
    (left, right) => ({
      authenticated: left.authenticated || right.authenticated,
      scopes: left.scopes.flatMap((a) => right.scopes.map((b) => [...a, ...b])),
    }),
    noRequirement,
  );

const isSubset = (small: readonly string[], large: readonly string[]) =>
  small.every((scope) => large.includes(scope));

/** Sorts each set, and drops the sets that a smaller one makes redundant. */
export function minimal({ authenticated, scopes }: Requirement): Requirement {
  const needed: string[][] = [];
  const sorted = scopes.map((set) => [...new Set(set)].sort());
  for (const set of sorted.sort((a, b) => a.length - b.length)) {
    if (!needed.some((other) => isSubset(other, set))) needed.push(set);
  }
  return { authenticated, scopes: needed.sort((a, b) => (String(a) < String(b) ? -1 : 1)) };
}

/** `combine`, minimal after each step so that the number of sets stays small. */
export const allOf = (requirements: readonly Requirement[]): Requirement =>
  requirements.reduce((left, right) => minimal(combine([left, right])), noRequirement);

/** Whether every viewer who meets `strong` meets `weak`. A scope implies authentication. */
export const implies = (strong: Requirement, weak: Requirement): boolean =>
  (!weak.authenticated || strong.authenticated || strong.scopes.every((set) => set.length > 0)) &&
  strong.scopes.every((set) => weak.scopes.some((other) => isSubset(other, set)));

/** Whether every request meets it, anonymous ones included. */
export const isOpen = (requirement: Requirement): boolean => implies(noRequirement, requirement);
