import { objectRule } from '@shop/service';
import type { UserContext } from './context.ts';
import { canRead, isSelf } from './domain/visibility.ts';

const selfOnly = objectRule<{ readonly id: string }, UserContext>(isSelf);
const selfOrReader = objectRule<{ readonly id: string }, UserContext>(canRead);

/** Rules that the directives in user.graphql cannot express. */
export const permissions = {
  User: {
    email: selfOrReader,
    emailVerified: selfOrReader,
    roles: selfOrReader,
    scopes: selfOrReader,
    status: selfOrReader,
    version: selfOrReader,
    sessions: selfOnly,
    addresses: selfOrReader,
    defaultAddress: selfOrReader,
  },
};
