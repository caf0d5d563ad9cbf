import type { GraphQLResolveInfo } from 'graphql';

/** What Apollo Server adds to the info of each field; absent when a schema is executed without it. */
type Hinted = {
  readonly cacheControl?: { readonly cacheHint: { restrict(hint: { maxAge: number }): void } };
};

/** Limits how long the response may be cached, where an argument decides it and `@cacheControl` cannot. */
export const limitMaxAge = (info: GraphQLResolveInfo, seconds: number): void =>
  (info as Hinted).cacheControl?.cacheHint.restrict({ maxAge: seconds });
