import type { DocumentNode } from 'graphql';

/** Mutations that need no viewer: a token that was revoked would have them refused. */
export const withoutToken: readonly string[] = [
  'register',
  'login',
  'refreshToken',
  'requestPasswordReset',
  'resetPassword',
  'verifyEmail',
  'confirmEmailChange',
  'requestOrderLink',
];

/** Mutations that set or clear the cookie of the session mode `cookie`. */
export const withCookie: readonly string[] = [
  'register',
  'login',
  'refreshToken',
  'logout',
  'logoutEverywhere',
  'revokeSession',
  'resetPassword',
];

/** The root fields of a mutation; empty for queries and subscriptions. */
export const mutationsOf = ({ definitions }: DocumentNode): string[] =>
  definitions.flatMap((node) =>
    node.kind === 'OperationDefinition' && node.operation === 'mutation'
      ? node.selectionSet.selections.map((one) => (one.kind === 'Field' ? one.name.value : ''))
      : [],
  );
