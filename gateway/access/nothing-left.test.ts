import { type ExecutionResult, GraphQLError } from 'graphql';
import { expect, it } from 'vitest';
import { withoutEmptyData } from './nothing-left.ts';

const error = (code: string | undefined, ...path: string[]) =>
  new GraphQLError('x', { ...(path.length > 0 && { path }), extensions: { code } });

/** Returns the status of a response, and whether it has data. */
function outcome(data: Record<string, unknown> | null, ...errors: GraphQLError[]) {
  const result = withoutEmptyData({ data, errors }) as ExecutionResult;
  const http = result.errors?.at(-1)?.extensions['http'] as { status: number } | undefined;
  return [http?.status ?? 200, 'data' in result];
}

it.each([
  ['SERVICE_UNAVAILABLE', 503],
  ['UNAUTHENTICATED', 401],
  ['FORBIDDEN', 403],
])('a response with nothing but nulls because of %s is %i, without data', (code, status) => {
  expect(outcome({ a: null }, error(code, 'a'))).toEqual([status, false]);
  expect(outcome({ a: null, b: null }, error(code, 'a'), error(code, 'b', 'c'))).toEqual([
    status,
    false,
  ]);
  expect(outcome({ a: null }, error(code))).toEqual([status, false]);
  expect(outcome(null, error(code, 'a', 'b'))).toEqual([status, false]);
});

it('the reason that passes by itself decides among several', () => {
  const all = { a: null, b: null, c: null };
  const forbidden = error('FORBIDDEN', 'a');
  const unauthenticated = error('UNAUTHENTICATED', 'b');
  expect(outcome(all, forbidden, unauthenticated, error('SERVICE_UNAVAILABLE', 'c'))).toEqual([
    503,
    false,
  ]);
  expect(outcome({ a: null, b: null }, forbidden, unauthenticated)).toEqual([401, false]);
});

it.each([
  ['a root field has a value', { a: null, b: 0 }, [error('FORBIDDEN', 'a')]],
  [
    'a root field is null without an error',
    { a: null, b: null },
    [error('SERVICE_UNAVAILABLE', 'a')],
  ],
  [
    'an error has another code',
    { a: null, b: null },
    [error('FORBIDDEN', 'a'), error('BAD_USER_INPUT', 'b')],
  ],
  ['an error has no code', { a: null }, [error(undefined, 'a')]],
  ['there is no error', { a: null }, []],
])('a response has its data and is 200 where %s', (_, data, errors) => {
  expect(outcome(data, ...errors)).toEqual([200, true]);
});
