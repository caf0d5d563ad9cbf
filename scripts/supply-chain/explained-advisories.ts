/** A vulnerability of a dependency that does not reach the shop. */
export type ExplainedAdvisory = {
  /** `GHSA-xxxx-xxxx-xxxx`. */
  readonly id: string;
  /** Why the shop is not vulnerable, or what prevents it. */
  readonly reason: string;
  /** Until when the explanation counts: YYYY-MM-DD. */
  readonly until: string;
};

/** Advisories that `npm run audit` passes. */
export const explainedAdvisories: readonly ExplainedAdvisory[] = [];
