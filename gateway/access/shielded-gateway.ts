import type { ApolloServerOptionsWithGateway, ApolloServerPlugin } from '@apollo/server';
import type { Viewer } from '@shop/schema';
import type { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { complete } from './complete.ts';
import { type Asked, createPolicy, type Policy } from './policy.ts';
import { denialErrors, refusedWhole, unjudged } from './refusals.ts';

type Gateway = ApolloServerOptionsWithGateway<GatewayContext>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
type Result = Awaited<ReturnType<Executor>>;

/**
 * A gateway behind graphql-shield. Middleware on a gateway's schema does nothing, since a gateway
 * executes query plans and not resolvers: here the executor asks shield about every field an
 * operation can reach before any subgraph hears of it. A query loses only what is denied; a mutation
 * with any denial is refused whole. While no policy is known nothing runs.
 */
export function shielded(gateway: Gateway): {
  readonly gateway: Gateway;
  readonly plugin: ApolloServerPlugin<GatewayContext>;
  /** The policy of the present supergraph; `undefined` while there is none. */
  readonly policy: () => Policy | undefined;
} {
  let policy: Policy | undefined;

  const adopt: Parameters<Gateway['onSchemaLoadOrUpdate']>[0] = (loaded) => {
    policy = undefined;
    policy = createPolicy(loaded.coreSupergraphSdl, loaded.apiSchema);
  };

  /** Judged again when the supergraph was replaced meanwhile: what runs is what was judged. */
  const judge = async (asked: Asked, viewer: Viewer | undefined) => {
    for (;;) {
      const current = policy;
      if (!current) throw unjudged('SERVICE_UNAVAILABLE');
      const denials = await current.denials(asked, viewer);
      if (current === policy) return { policy: current, denials };
    }
  };

  const guarded =
    (execute: Executor): Executor =>
    async (request) => {
      // Without one, ApolloGateway would choose another operation than Apollo Server has.
      if (!request.operation) return { errors: [unjudged('OPERATION_RESOLUTION_FAILURE')] };
      if (request.operation.operation === 'subscription') throw unjudged('BAD_REQUEST');
      const { policy, denials } = await judge(request, (request.context as GatewayContext).viewer);
      if (denials.size === 0) return execute(request);
      if (request.operation.operation !== 'query') {
        return { errors: refusedWhole(denialErrors(policy, request, denials)) };
      }
      const cut = policy.cut(request, denials);
      const { document, operation, queryHash } = cut;
      const fetched: Result = cut.isEmpty
        ? { data: {} }
        : await execute({ ...request, document, operation, queryHash });
      const answer = await complete(
        policy.schema,
        request.document,
        request.request,
        fetched,
        denials,
      );
      if (!cut.isEmpty || !answer.errors) return answer;
      return { ...answer, errors: refusedWhole(answer.errors as GraphQLError[]) };
    };

  const wrapped: Gateway = {
    onSchemaLoadOrUpdate: (listener) =>
      gateway.onSchemaLoadOrUpdate((loaded) => {
        adopt(loaded);
        listener(loaded);
      }),
    async load(options) {
      const { executor } = await gateway.load(options);
      return { executor: executor && guarded(executor) };
    },
    stop: () => gateway.stop(),
  };

  /**
   * A response cache is asked before the executor is. What is denied becomes part of the request's
   * text and hash, so that nobody is given an answer made for somebody who may have more.
   */
  const plugin: ApolloServerPlugin<GatewayContext> = {
    requestDidStart: async () => ({
      async didResolveOperation(request) {
        if (!request.operation) return;
        const asked = request as typeof request & Asked;
        const { policy, denials } = await judge(asked, request.contextValue.viewer);
        if (denials.size === 0) return;
        const { queryHash } = policy.cut(asked, denials);
        Object.assign(request, { queryHash, source: `${request.source}\n# access ${queryHash}` });
      },
    }),
  };
  return { gateway: wrapped, plugin, policy: () => policy };
}
