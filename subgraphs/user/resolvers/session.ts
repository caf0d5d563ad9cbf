import type { SessionResolvers } from '../generated/graphql.ts';

export const Session: SessionResolvers = {
  expiresIn: ({ expiresAt }) => Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1_000)),
};
