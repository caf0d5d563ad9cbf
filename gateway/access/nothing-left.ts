import { type ExecutionResult, GraphQLError } from 'graphql';

type Data = Record<string, unknown>;
type Result = ExecutionResult<Data, Data>;

/**
 * Codes that explain why nothing is left, with HTTP status and challenge (RFC 6750, section 3). The first of
 * them that occurs decides: a client that repeats the request finds the others.
 */
const reasons = [
  { code: 'SERVICE_UNAVAILABLE', status: 503 },
  { code: 'UNAUTHENTICATED', status: 401, challenge: 'Bearer' },
  { code: 'FORBIDDEN', status: 403, challenge: 'Bearer error="insufficient_scope"' },
] as const;

type Reason = { readonly status: number; readonly challenge?: string };

const codesOf = (errors: readonly GraphQLError[]): ReadonlySet<unknown> =>
  new Set(errors.map(({ extensions }) => extensions['code']));

function reasonOf(errors: readonly GraphQLError[]): Reason {
  const codes = codesOf(errors);
  return reasons.find(({ code }) => codes.has(code)) ?? reasons[2];
}

/**
 * Returns the response of an operation of which nothing is left: its errors, with the HTTP status and
 * challenge, and no data. GraphQL over HTTP demands a status of 2xx for every response with data.
 */
export function nothingLeft(errors: readonly GraphQLError[]): Result {
  const { status, challenge } = reasonOf(errors);
  const headers = new Map(challenge ? [['www-authenticate', challenge]] : []);
  return {
    errors: errors.map(
      ({ message, path, nodes, extensions }) =>
        new GraphQLError(message, {
          ...(path && { path }),
          ...(nodes && { nodes }),
          extensions: { ...extensions, http: { status, headers } },
        }),
    ),
  };
}

/** Whether every root field is null, and every null is explained by one of the reasons. */
function isNothingLeft({ data }: Result, errors: readonly GraphQLError[]): boolean {
  const explained = new Set(errors.map(({ path }) => path?.[0]));
  const isExplained = (key: string) => explained.has(key) || explained.has(undefined);
  if (!Object.entries(data ?? {}).every(([key, value]) => value === null && isExplained(key))) {
    return false;
  }
  const known: readonly unknown[] = reasons.map(({ code }) => code);
  return [...codesOf(errors)].every((code) => known.includes(code));
}

/** Returns a response of which nothing is left as `nothingLeft`, and every other as it is. */
export function withoutEmptyData(result: Result): Result {
  const errors = (result.errors ?? []) as readonly GraphQLError[];
  return errors.length > 0 && isNothingLeft(result, errors) ? nothingLeft(errors) : result;
}
