import type { z } from 'zod';
import type { Money } from './money.ts';

/** The values of `enum ConstraintRule` in shared.graphql; a test compares the two. */
export const constraintRules = [
  'REQUIRED',
  'TOO_SHORT',
  'TOO_LONG',
  'TOO_FEW',
  'TOO_MANY',
  'TOO_SMALL',
  'TOO_LARGE',
  'PATTERN',
  'DUPLICATE',
  'NOT_ALLOWED',
] as const;
export type ConstraintRule = (typeof constraintRules)[number];

/** A broken rule about a value, with the limit that the rule has. */
export type Constraint = {
  readonly type: 'CONSTRAINT';
  readonly rule: ConstraintRule;
  readonly limit?: string;
};

/** The data of a refusal, for programs. JSON, so that a stored response keeps it: amounts are text. */
export type RefusalDetails =
  | Constraint
  | { readonly type: 'PRICE'; readonly total: AmountDetail }
  | {
      readonly type: 'STOCK';
      readonly variantId: string;
      readonly requested?: number;
      /** Units; at least these when `atLeast` is true. */
      readonly available?: { readonly quantity: number; readonly atLeast: boolean };
    }
  | { readonly type: 'VERSION'; readonly currentVersion: number }
  | { readonly type: 'WAIT'; readonly seconds: number }
  | { readonly type: 'AMOUNT'; readonly left: AmountDetail }
  | { readonly type: 'VOUCHER'; readonly code: string };

type AmountDetail = { readonly minor: string; readonly currency: string };

export const constraint = (rule: ConstraintRule, limit?: number | string): Constraint => ({
  type: 'CONSTRAINT',
  rule,
  ...(limit !== undefined && { limit: String(limit) }),
});

/** The `params` of a refinement: the rule that it checks, and its limit. */
export const breaks = (rule: ConstraintRule, limit?: number | string) => ({
  params: constraint(rule, limit),
});

const amountDetail = ({ minor, currency }: Money): AmountDetail => ({
  minor: minor.toString(),
  currency,
});

export const priceDetails = (total: Money): RefusalDetails => ({
  type: 'PRICE',
  total: amountDetail(total),
});

export const amountDetails = (left: Money): RefusalDetails => ({
  type: 'AMOUNT',
  left: amountDetail(left),
});

type Bound = 'string' | 'list' | 'value';
const boundOf = (origin: string): Bound =>
  origin === 'string' ? 'string' : /^(array|set|map|file)$/.test(origin) ? 'list' : 'value';
const tooSmall = { string: 'TOO_SHORT', list: 'TOO_FEW', value: 'TOO_SMALL' } as const;
const tooLarge = { string: 'TOO_LONG', list: 'TOO_MANY', value: 'TOO_LARGE' } as const;

const limitOf = (limit: number | bigint, origin: string): string =>
  origin === 'date' ? new Date(Number(limit)).toISOString() : String(limit);

/** Returns the rule that an issue of zod reports. A refinement states its own with `breaks`. */
export function constraintOf(issue: z.core.$ZodIssue): Constraint {
  switch (issue.code) {
    case 'too_small': {
      const { minimum, origin } = issue;
      const bound = boundOf(origin);
      if (bound !== 'value' && Number(minimum) === 1) return constraint('REQUIRED');
      return constraint(tooSmall[bound], limitOf(minimum, origin));
    }
    case 'too_big':
      return constraint(tooLarge[boundOf(issue.origin)], limitOf(issue.maximum, issue.origin));
    case 'invalid_format':
    case 'invalid_type':
      return constraint('PATTERN');
    case 'custom':
      return isConstraint(issue.params) ? issue.params : constraint('NOT_ALLOWED');
    default:
      return constraint('NOT_ALLOWED');
  }
}

const isConstraint = (params: unknown): params is Constraint =>
  (params as Constraint | undefined)?.type === 'CONSTRAINT';
