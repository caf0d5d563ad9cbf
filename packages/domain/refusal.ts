import type { z } from 'zod';
import { constraint, constraintOf, type RefusalDetails } from './refusal-details.ts';

/** The values of `enum UserErrorCode` in shared.graphql; a test compares the two. */
export const refusalCodes = [
  'INVALID_VALUE',
  'NOT_FOUND',
  'EMAIL_UNAVAILABLE',
  'INVALID_CREDENTIALS',
  'INVALID_TOKEN',
  'EMAIL_NOT_VERIFIED',
  'WEAK_PASSWORD',
  'TOO_MANY_ATTEMPTS',
  'ACCOUNT_SUSPENDED',
  'SELF_FORBIDDEN',
  'NOT_ADMINISTRATOR',
  'VERSION_CONFLICT',
  'LIMIT_REACHED',
  'SLUG_TAKEN',
  'SKU_TAKEN',
  'DUPLICATE_LINE',
  'UNKNOWN_VARIANT',
  'VARIANT_UNAVAILABLE',
  'INSUFFICIENT_STOCK',
  'MIXED_CURRENCIES',
  'ILLEGAL_TRANSITION',
  'PAYMENT_DECLINED',
  'PAYMENT_IN_PROGRESS',
  'NOTHING_TO_REFUND',
  'RETURN_PERIOD_OVER',
  'REFUND_EXCEEDS_PAYMENT',
  'CART_EMPTY',
  'TOO_MANY_UNPAID_ORDERS',
  'PRICE_CHANGED',
  'VOUCHER_INVALID',
  'VOUCHER_NOT_APPLICABLE',
  'VOUCHER_TAKEN',
  'GIFT_CARD_INVALID',
  'GIFT_CARD_TAKEN',
  'IDEMPOTENCY_CONFLICT',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export type RefusalReason = {
  readonly code: RefusalCode;
  /** A sentence; of INVALID_VALUE what the field must be: `must not be empty`. */
  readonly message: string;
  /** Path inside the mutation's input. */
  readonly field?: readonly string[];
  /** The values of the message, for programs. */
  readonly details?: RefusalDetails | undefined;
};

/** A business rule rejects a mutation. Clients read the reasons as `userErrors`; nothing has changed. */
export class Refusal extends Error {
  readonly code = 'REFUSED';
  readonly reasons: readonly RefusalReason[];
  constructor(reasons: readonly RefusalReason[]) {
    super(reasons.map(({ code, message }) => `${code}: ${message}`).join('; '));
    this.name = 'Refusal';
    this.reasons = reasons;
  }
}

/** How fields are called in messages, where their names do not say it. */
const fieldNames: Readonly<Record<string, string>> = {
  alt: 'alternative text',
  email: 'e-mail address',
  line1: 'first address line',
  line2: 'second address line',
  phone: 'phone number',
  sku: 'SKU',
  url: 'URL',
};

/** Returns a field of an input as people call it: `The postal code`. */
function nameOf(field: readonly string[]): string {
  const names = field.filter((part) => !/^\d+$/.test(part));
  const name = names.at(-1);
  if (name === undefined) return 'The input';
  const words = fieldNames[name] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const index = field.at(-1);
  return index === name ? `The ${words}` : `Entry ${Number(index) + 1} of the ${words}`;
}

/** Returns the message of a reason as a sentence that a shop can show. */
export const sentenceOf = ({ message, field = [] }: RefusalReason): string =>
  /^must /.test(message) ? `${nameOf(field)} ${message}.` : message;

/** Throws a `Refusal` with one reason. */
export function refuse(
  code: RefusalCode,
  message: string,
  field?: readonly string[],
  details?: RefusalDetails,
): never {
  throw new Refusal([{ code, message, ...(field && { field }), ...(details && { details }) }]);
}

/**
 * Returns the parsed input. Refuses it with one INVALID_VALUE for every invalid field. A text that
 * PostgreSQL cannot store is always invalid.
 */
export function validate<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const broken = brokenTexts(input);
  if (broken.length > 0) throw new Refusal(broken.map(brokenReason));
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new Refusal(
    result.error.issues.map((issue) => ({
      code: 'INVALID_VALUE',
      message: issue.message,
      field: issue.path.map(String),
      details: constraintOf(issue),
    })),
  );
}

const brokenReason = (field: readonly string[]): RefusalReason => ({
  code: 'INVALID_VALUE',
  message: 'must have no NUL character and no broken Unicode',
  field,
  details: constraint('PATTERN'),
});

function brokenTexts(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value === 'string') return /[\0\p{Cs}]/u.test(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => brokenTexts(part, [...path, name]));
}
