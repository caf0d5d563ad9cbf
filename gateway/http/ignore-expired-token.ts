import type { ApolloServerPlugin } from '@apollo/server';
import type { AccessPolicy } from '../access/policy.ts';
import { sessionMutations } from '../access/sign-in-operation.ts';
import { operationSources } from '../cache/operation-sources.ts';
import type { GatewayContext } from '../context.ts';
import { invalidToken } from '../identity/errors.ts';
import type { OperationRequest } from '../operation/operation-request.ts';
import { countRootFields } from '../operation/root-fields.ts';

/** Mutations for clients that have no valid access token, each without a result that depends on an earlier viewer. */
export const signInMutations: readonly string[] = [
  ...sessionMutations,
  'requestPasswordReset',
  'resetPassword',
  'verifyEmail',
  'confirmEmailChange',
  'requestOrderLink',
];

/** What clients read in `extensions` when their token was ignored. */
export const expiredTokenHint = {
  accessToken: {
    code: 'EXPIRED',
    message: 'The access token has expired and was ignored. Refresh it.',
  },
};

type Options = {
  readonly policy: () => AccessPolicy | undefined;
  /** Subgraphs whose responses are the same for all anonymous clients. */
  readonly shared: ReadonlySet<string>;
};

/**
 * Clients send their access token with every request, also when it has expired. Operations that need none ignore
 * it, with a hint in `extensions`: those that sign in, and queries of public data. Others are refused with 401.
 */
export const ignoreExpiredToken = ({
  policy,
  shared,
}: Options): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: async () => ({
    async didResolveOperation({ contextValue, document, operation, queryHash }) {
      if (!contextValue.hasExpiredToken || !operation) return;
      const current = policy();
      const request = { document, operation, queryHash };
      if (!current || !needsNoToken(current, request, shared)) throw invalidToken();
    },
    async willSendResponse({ contextValue, response: { body } }) {
      if (!contextValue.hasExpiredToken || body.kind !== 'single' || !body.singleResult.data)
        return;
      const { singleResult } = body;
      singleResult.extensions = { ...singleResult.extensions, ...expiredTokenHint };
    },
  }),
});

function needsNoToken(
  policy: AccessPolicy,
  request: OperationRequest,
  shared: ReadonlySet<string>,
): boolean {
  if (request.operation.operation === 'mutation') {
    const others = countRootFields(
      policy.schema,
      request,
      ({ name }) => !signInMutations.includes(name.value),
    );
    return others === 0;
  }
  const { subgraphs } = operationSources(policy, request);
  return policy.reach(request).isOpen && subgraphs.every((subgraph) => shared.has(subgraph));
}
