import type { GraphQLResolveInfo } from 'graphql';

/** What Apollo Server lays beside each field; absent when a schema is run without it. */
type Hinted = {
  readonly cacheControl?: { readonly cacheHint: { restrict(hint: { maxAge: number }): void } };
};

/** Shortens for how long the answer may be kept, when an argument decides it and `@cacheControl` cannot. */
export const keepAtMost = (info: GraphQLResolveInfo, seconds: number): void =>
  (info as Hinted).cacheControl?.cacheHint.restrict({ maxAge: seconds });
