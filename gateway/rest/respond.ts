import type { FormattedExecutionResult } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { ProblemDetail } from '../http/problem.ts';
import { invalidToken } from '../identity/errors.ts';
import type { RestOperation } from './compile-operation.ts';
import { notFoundProblem, ProblemError, signInFirst } from './errors.ts';
import { placeOf, pointerOf } from './input-details.ts';
import type { RestRoute } from './route.ts';
import { statusOf } from './statuses.ts';

type Json = Record<string, unknown>;
type Result = FormattedExecutionResult<Json>;
type GraphqlError = NonNullable<Result['errors']>[number];

/** A refusal, as every mutation selects it. */
type Refusal = {
  readonly code: string;
  readonly message: string;
  readonly field: readonly string[] | null;
  readonly details: Json | null;
};

export type RestBody = Readonly<Json>;

/** Of several errors, the first of these decides: a client that repeats the request finds the others. */
const decisive = ['SERVICE_UNAVAILABLE', 'UNAUTHENTICATED', 'FORBIDDEN'];
const codeOf = ({ extensions }: GraphqlError) =>
  String(extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR');

/** The problem of an operation that has no result. */
function failed(errors: readonly [GraphqlError, ...GraphqlError[]]): ProblemError {
  const code = decisive.find((one) => errors.some((error) => codeOf(error) === one));
  const error = errors.find((one) => codeOf(one) === code) ?? errors[0];
  return new ProblemError({
    status: statusOf(codeOf(error)),
    code: codeOf(error),
    detail: error.message,
  });
}

const secondsOf = (details: Json | null) =>
  typeof details?.['seconds'] === 'number' ? String(details['seconds']) : undefined;

function refused(operation: RestOperation, refusals: readonly [Refusal, ...Refusal[]]) {
  const [{ code, message, details }] = refusals;
  const status = statusOf(code);
  const errors = refusals.map(
    ({ code, message, field, details }): ProblemDetail => ({
      code,
      detail: message,
      ...(details && { details }),
      ...(field && placeOf(operation.parameters, field)),
    }),
  );
  const seconds = status === 429 ? secondsOf(details) : undefined;
  return new ProblemError(
    { status, code, detail: message, errors },
    {
      ...(seconds !== undefined && { 'retry-after': seconds }),
      // RFC 9110, section 15.5.2.
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
  );
}

const hasItems = <T>(list: readonly T[]): list is readonly [T, ...T[]] => list.length > 0;

/** Errors beside a result, each with the part of the body that is null because of it. */
function partialErrors(prefixes: readonly string[], errors: readonly GraphqlError[]): Json {
  if (errors.length === 0) return {};
  const details = errors.map((error): ProblemDetail => {
    const path = [...(error.path ?? [])];
    for (const prefix of prefixes) if (path[0] === prefix) path.shift();
    return { pointer: pointerOf(path), code: codeOf(error), detail: error.message };
  });
  return { errors: details };
}

type ViewerContext = Pick<GatewayContext, 'viewer' | 'hasExpiredToken'>;

/** Returns the value of the root field. Throws what its absence means. */
function rootOf(
  { viewerOnly }: RestRoute,
  key: string,
  context: ViewerContext,
  { data, errors = [] }: Result,
): unknown {
  const root = data?.[key];
  if (root !== null && root !== undefined) return root;
  if (hasItems(errors)) throw failed(errors);
  if (!viewerOnly || context.viewer) throw notFoundProblem();
  throw context.hasExpiredToken ? invalidToken() : signInFirst();
}

/**
 * Returns the body of a response; `undefined` when it has none. Throws the problem of an operation that was refused, that
 * failed, or that found nothing.
 */
export function bodyOf(
  route: RestRoute,
  operation: RestOperation,
  context: ViewerContext,
  result: Result,
): RestBody | undefined {
  const { resource, empty } = route;
  const { errors = [] } = result;
  const key = operation.node.alias?.value ?? operation.node.name.value;
  const root = rootOf(route, key, context, result);
  if (Array.isArray(root)) return { items: root, ...partialErrors([key], errors) };
  const { userErrors = [], ...payload } = root as Json & { userErrors?: readonly Refusal[] };
  if (hasItems(userErrors)) throw refused(operation, userErrors);
  if (empty) return undefined;
  if (resource === undefined) return { ...payload, ...partialErrors([key], errors) };
  const { [resource]: main, ...others } = payload;
  if (main !== null && main !== undefined) {
    const body = Array.isArray(main) ? { items: main } : (main as Json);
    return { ...body, ...others, ...partialErrors([key, resource], errors) };
  }
  throw hasItems(errors) ? failed(errors) : notFoundProblem();
}
