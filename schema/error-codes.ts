/**
 * Codes in `extensions.code` of errors that clients may read, and what each means. All other errors are
 * masked as INTERNAL_SERVER_ERROR with an id. Refusals of mutations are `UserErrorCode`s instead.
 */
export const errorCodes = {
  BAD_REQUEST: 'The HTTP request is not a valid GraphQL request: its body, size or headers.',
  BAD_USER_INPUT:
    'A variable or an argument is invalid. The message names it and what is expected.',
  FORBIDDEN:
    'The viewer does not have the required scope or role, or a page of this origin may not call.',
  GRAPHQL_PARSE_FAILED: 'The document is not valid GraphQL, or is too long.',
  GRAPHQL_VALIDATION_FAILED:
    'The operation does not match the schema (literal values included), or selects too much.',
  NOT_FOUND:
    'Nothing is served at this path; or what a subscription follows does not exist or is not visible.',
  OPERATION_RESOLUTION_FAILURE:
    'The document contains no operation with this name, or several and the request names none.',
  PERSISTED_QUERY_NOT_FOUND: 'The hash is unknown. Send the operation with its text once.',
  PERSISTED_QUERY_NOT_IN_LIST: 'Only safelisted operations are accepted.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'Operations are not accepted by hash.',
  QUERY_TOO_COMPLEX: 'The operation exceeds a limit. The message names the limit.',
  RATE_LIMITED:
    'Too many requests; an expensive operation counts as several. Wait for the number of seconds in the header `retry-after`, and in `seconds` of the extensions.',
  SERVICE_UNAVAILABLE: 'A dependency is unavailable. Retry the request.',
  UNAUTHENTICATED: 'The access token is missing, expired or revoked. Refresh it, or sign in.',
} as const;

export type ErrorCode = keyof typeof errorCodes;
