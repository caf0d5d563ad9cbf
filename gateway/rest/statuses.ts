import type { ErrorCode } from '@shop/schema';
import type { UserErrorCode } from './generated/graphql.ts';

/** The HTTP status of every error code. Those of GraphQL documents can only be faults of ours. */
export const errorStatuses: Readonly<Record<ErrorCode, number>> = {
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  FORBIDDEN: 403,
  GRAPHQL_PARSE_FAILED: 500,
  GRAPHQL_VALIDATION_FAILED: 500,
  NOT_FOUND: 404,
  OPERATION_RESOLUTION_FAILURE: 500,
  PERSISTED_QUERY_NOT_FOUND: 500,
  PERSISTED_QUERY_NOT_IN_LIST: 500,
  PERSISTED_QUERY_NOT_SUPPORTED: 500,
  QUERY_TOO_COMPLEX: 400,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  UNAUTHENTICATED: 401,
};

/** The HTTP status of every refusal. */
export const refusalStatuses: Readonly<Record<UserErrorCode, number>> = {
  INVALID_VALUE: 422,
  NOT_FOUND: 404,
  EMAIL_UNAVAILABLE: 409,
  INVALID_CREDENTIALS: 401,
  INVALID_TOKEN: 401,
  EMAIL_NOT_VERIFIED: 403,
  WEAK_PASSWORD: 422,
  TOO_MANY_ATTEMPTS: 429,
  ACCOUNT_SUSPENDED: 403,
  SELF_FORBIDDEN: 403,
  NOT_ADMINISTRATOR: 403,
  VERSION_CONFLICT: 412,
  RETURN_PERIOD_OVER: 409,
  LIMIT_REACHED: 409,
  SLUG_TAKEN: 409,
  SKU_TAKEN: 409,
  DUPLICATE_LINE: 422,
  UNKNOWN_VARIANT: 422,
  VARIANT_UNAVAILABLE: 409,
  INSUFFICIENT_STOCK: 409,
  MIXED_CURRENCIES: 422,
  ILLEGAL_TRANSITION: 409,
  PAYMENT_DECLINED: 402,
  PAYMENT_IN_PROGRESS: 409,
  NOTHING_TO_REFUND: 409,
  REFUND_EXCEEDS_PAYMENT: 422,
  CART_EMPTY: 409,
  TOO_MANY_UNPAID_ORDERS: 409,
  PRICE_CHANGED: 409,
  VOUCHER_INVALID: 422,
  VOUCHER_NOT_APPLICABLE: 409,
  VOUCHER_TAKEN: 409,
  GIFT_CARD_INVALID: 422,
  GIFT_CARD_TAKEN: 409,
  // draft-ietf-httpapi-idempotency-key-header, section 2.7.
  IDEMPOTENCY_CONFLICT: 422,
};

/** The HTTP status of every code that a problem may have. */
export const statusesByCode: Readonly<Record<string, number>> = {
  ...errorStatuses,
  ...refusalStatuses,
};

/** Returns the HTTP status of a code. Codes of later versions and of unexpected errors are 500. */
export const statusOf = (code: string): number => statusesByCode[code] ?? 500;
