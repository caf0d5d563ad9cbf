import { objectRule } from '@shop/service';
import type { UserContext } from './context.ts';

const isSelfOrReadsUsers = objectRule<{ id: string }, UserContext>(
  (user, { viewer }) => viewer?.id === user.id || viewer?.scopes.has('users:read') === true,
);

/** What the directives in user.graphql cannot say. */
export const permissions = { User: { email: isSelfOrReadsUsers, roles: isSelfOrReadsUsers } };
