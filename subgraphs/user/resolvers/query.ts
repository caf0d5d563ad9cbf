import { isId, isTime } from '@shop/domain';
import { forbidden, parseArguments, parsePage, toConnection } from '@shop/service';
import { parseUserFilter } from '../domain/user-filter.ts';
import { canRead } from '../domain/visibility.ts';
import type { QueryResolvers } from '../generated/graphql.ts';

export const Query: QueryResolvers = {
  me: (_, __, { viewer, loaders }) => (viewer ? loaders.user.load(viewer.id) : null),
  user(_, { id }, context) {
    if (!canRead({ id }, context)) throw forbidden();
    return context.loaders.user.load(id);
  },
  async users(_, { filter, ...args }, { users }) {
    const request = parsePage('users', args, [isTime, isId]);
    const userFilter = parseArguments(() => parseUserFilter({ filter }));
    return toConnection(await users.page(userFilter, request), {
      list: 'users',
      request,
      keyOf: ({ createdAt, id }) => [createdAt.toISOString(), id],
      count: () => users.count(userFilter),
    });
  },
};
