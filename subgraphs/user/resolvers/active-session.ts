import type { ActiveSessionResolvers } from '../generated/graphql.ts';

export const ActiveSession: ActiveSessionResolvers = {
  current: ({ id }, _, { viewer }) => viewer?.sessionId === id,
};
