import { hasScope } from '@shop/schema';
import { objectRule } from '@shop/service';
import type { UserContext } from './context.ts';

type Subject = { readonly id: string };

const owns = (user: Subject, { viewer, signedInAs }: UserContext): boolean =>
  viewer?.id === user.id || signedInAs.has(user.id);

const isSelf = objectRule<Subject, UserContext>(owns);

const isSelfOrReadsUsers = objectRule<Subject, UserContext>(
  (user, context) => owns(user, context) || hasScope(context.viewer, 'users:read'),
);

/** What the directives in user.graphql cannot say. */
export const permissions = {
  User: {
    email: isSelfOrReadsUsers,
    emailVerified: isSelfOrReadsUsers,
    roles: isSelfOrReadsUsers,
    status: isSelfOrReadsUsers,
    version: isSelfOrReadsUsers,
    sessions: isSelf,
    addresses: isSelfOrReadsUsers,
    defaultAddress: isSelfOrReadsUsers,
  },
};
