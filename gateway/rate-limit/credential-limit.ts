import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../context.ts';
import { countRootFields } from '../limits/root-fields.ts';
import { credentialFields, visitorFields } from './credential-fields.ts';
import type { RateLimits } from './rate-limits.ts';
import { rateLimited } from './refusal.ts';

const takesCredential = (name: string) => Object.hasOwn(credentialFields, name);
const isLimitedForVisitors = (name: string) =>
  takesCredential(name) || Object.hasOwn(visitorFields, name);

/**
 * Counts every mutation that takes a credential, aliases and fragments included, and refuses the whole
 * operation before any of it runs.
 */
export const credentialLimit = ({
  credentials,
}: RateLimits): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: async () => ({
    async didResolveOperation({ document, operation, contextValue }) {
      if (operation?.operation !== 'mutation') return;
      const isLimited = contextValue.viewer ? takesCredential : isLimitedForVisitors;
      const count = countRootFields(document, operation, isLimited);
      if (count === 0) return;
      const verdict = await credentials(contextValue.address, count);
      if (verdict && !verdict.allowed) throw rateLimited(verdict);
    },
  }),
});
