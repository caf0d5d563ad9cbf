import { hasScope, type Viewer } from '@shop/schema';

/** The viewer and the accounts that the same request has signed in to; neither when anonymous. */
export type UserReader = {
  readonly viewer: Viewer | undefined;
  readonly signedInAs: ReadonlySet<string>;
};

type Subject = { readonly id: string };

/** Whether the account is the reader's own. */
export const isSelf = (user: Subject, { viewer, signedInAs }: UserReader): boolean =>
  viewer?.id === user.id || signedInAs.has(user.id);

/** Whether the reader may see the private fields of a user: the user themselves, and viewers with `users:read`. */
export const canRead = (user: Subject, reader: UserReader): boolean =>
  isSelf(user, reader) || hasScope(reader.viewer, 'users:read');
