/**
 * Codes in `extensions.code` of errors that are meant for clients, and what each says. Every other error
 * is hidden behind INTERNAL_SERVER_ERROR and an id. Refusals of mutations are `UserErrorCode`s instead.
 */
export const errorCodes = {
  BAD_REQUEST:
    'The HTTP request is none that GraphQL is asked with: its body, its size, its headers.',
  BAD_USER_INPUT:
    'A variable or an argument is wrong; the message names it and says what is right.',
  FORBIDDEN: 'The caller is known and may not have or do this.',
  GRAPHQL_PARSE_FAILED: 'The operation is no GraphQL, or too long.',
  GRAPHQL_VALIDATION_FAILED:
    'The operation does not fit the schema, a literal value in it included, or selects too much.',
  OPERATION_RESOLUTION_FAILURE: 'The document has no operation of this name.',
  PERSISTED_QUERY_NOT_FOUND: 'No operation is known by this hash: send it with its text once.',
  PERSISTED_QUERY_NOT_IN_LIST: 'This shop takes listed operations only, and this is none.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'Operations are not taken by hash.',
  QUERY_TOO_COMPLEX: 'The operation asks too much at once; the message says of what.',
  RATE_LIMITED: 'Too many requests; the header `retry-after` says for how many seconds to wait.',
  SERVICE_UNAVAILABLE: 'What the answer needs is away for now: try again.',
  UNAUTHENTICATED: 'Nobody is signed in, or the access token is void: refresh it, or sign in.',
} as const;
