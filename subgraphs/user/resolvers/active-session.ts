import type { ActiveSessionResolvers } from '../generated/graphql.ts';

export const ActiveSession: ActiveSessionResolvers = {
  address: ({ clientAddress }) => clientAddress,
  current: ({ id }, _, { viewer }) => viewer?.sessionId === id,
};
