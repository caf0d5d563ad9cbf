import { isId, isTime } from '@shop/domain';
import { parseArguments, readPage, toConnection } from '@shop/service';
import { readUserFilter } from '../domain/user-filter.ts';
import type { QueryResolvers } from '../generated/graphql.ts';

export const Query: QueryResolvers = {
  me: (_, __, { viewer, loaders }) => (viewer ? loaders.user.load(viewer.id) : null),
  user: (_, { id }, { loaders }) => loaders.user.load(id),
  async users(_, { filter, ...args }, { users }) {
    const request = readPage('users', args, [isTime, isId]);
    const wanted = parseArguments(() => readUserFilter({ filter }));
    return toConnection(
      'users',
      request,
      await users.page(wanted, request),
      ({ createdAt, id }) => [createdAt.toISOString(), id],
      () => users.count(wanted),
    );
  },
};
