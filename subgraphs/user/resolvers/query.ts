import { isId, isTime } from '@shop/schema';
import { badInput, readPage, toConnection } from '@shop/service';
import { userFilter } from '../domain/user-filter.ts';
import type { QueryResolvers } from '../generated/graphql.ts';

export const Query: QueryResolvers = {
  me: (_, __, { viewer, loaders }) => (viewer ? loaders.user.load(viewer.id) : null),
  user: (_, { id }, { loaders }) => loaders.user.load(id),
  async users(_, { filter, ...args }, { users }) {
    const request = readPage('users', args, [isTime, isId]);
    const wanted = userFilter.safeParse(filter ?? {});
    if (!wanted.success) throw badInput('`search` has at most 100 characters.');
    return toConnection(
      'users',
      request,
      await users.page(wanted.data, request),
      ({ createdAt, id }) => [createdAt.toISOString(), id],
      () => users.count(wanted.data),
    );
  },
};
