import type { ApolloLink } from '@apollo/client/link';
import { catchError, map, type Observable, of, throwError } from 'rxjs';

/** A result of a link, or the error that came instead. */
export type Outcome = { readonly result: ApolloLink.Result } | { readonly error: unknown };

/** Turns errors into values, so that one decision covers both. */
export const outcomes = (results: Observable<ApolloLink.Result>): Observable<Outcome> =>
  results.pipe(
    map((result): Outcome => ({ result })),
    catchError((error: unknown) => of<Outcome>({ error })),
  );

/** Passes an outcome on as it came. */
export const pass = (outcome: Outcome): Observable<ApolloLink.Result> =>
  'result' in outcome ? of(outcome.result) : throwError(() => outcome.error);

/** The codes of the errors of a result. */
export const codesOf = (outcome: Outcome): unknown[] =>
  'result' in outcome
    ? (outcome.result.errors ?? []).map(({ extensions }) => extensions?.['code'])
    : [];

/** The status of the last response to an operation; `undefined` when there was none. */
export const responseOf = (operation: ApolloLink.Operation): Response | undefined =>
  operation.getContext()['response'] as Response | undefined;
