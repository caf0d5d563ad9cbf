import {
  type ApolloServerPlugin,
  type GraphQLRequestContext,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server';
import { unavailable } from '@shop/service';
import type { GraphQLError } from 'graphql';
import { denialErrors } from '../access/denial-errors.ts';
import { nothingLeft } from '../access/nothing-left.ts';
import type { AccessPolicy } from '../access/policy.ts';
import type { GatewayContext } from '../context.ts';
import { operationError } from '../operation/errors.ts';
import type { AcceptedSubscription, OperationRequest } from '../operation/operation-request.ts';
import { type Executor, type Gateway, wrapGateway } from '../supergraph/wrap-gateway.ts';

type Policy = () => AccessPolicy | undefined;
type Request = GraphQLRequestContext<GatewayContext>;

export type SubscriptionGateway = {
  /** Hands accepted subscriptions over to `onSubscription` of their context, in place of executing them. */
  plugin(policy: Policy): ApolloServerPlugin<GatewayContext>;
  /** Returns the gateway as it is, and takes its executor. */
  wrap(gateway: Gateway): Gateway;
  /** Executes a query as Apollo Server would, behind the shield; for the reads of subscriptions. */
  readonly execute: Executor;
};

/**
 * Connects subscriptions with the gateway. A subscription starts as an operation of Apollo Server, so that limits, the
 * safelist, rate limits and the shield apply to it as to every other; what it follows is then read by queries.
 */
export function createSubscriptionGateway(): SubscriptionGateway {
  let executor: Executor | undefined;
  return {
    plugin: acceptSubscriptions,
    wrap: (gateway) =>
      wrapGateway(gateway, {
        onLoad: () => undefined,
        around(execute) {
          executor = execute;
          return execute;
        },
      }),
    execute: async (request) => {
      if (!executor) throw operationError('SERVICE_UNAVAILABLE', 'No schema is loaded.', 503);
      return executor(request);
    },
  };
}

const acceptSubscriptions = (policy: Policy): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: async () => ({
    async didResolveOperation({ operation, contextValue: { onSubscription } }) {
      if (!operation) return;
      const isSubscription = operation.operation === 'subscription';
      if (isSubscription && !onSubscription) throw needsStream();
      if (!isSubscription && onSubscription) throw onlySubscriptions();
    },
    async responseForOperation(context) {
      const { contextValue, operation } = context;
      if (operation?.operation !== 'subscription') return null;
      const { errors = [] } = await refusalOf(policy(), context as Request & OperationRequest);
      if (errors.length > 0) return refusal(errors as readonly GraphQLError[]);
      contextValue.onSubscription?.(acceptedBy(context));
      const body = { kind: 'single', singleResult: { data: null } } as const;
      return { http: { headers: new HeaderMap() }, body };
    },
  }),
});

/** Returns the errors of a subscription with a denied field, which is refused whole, as a mutation is. */
async function refusalOf(
  policy: AccessPolicy | undefined,
  request: Request & OperationRequest,
): Promise<ReturnType<typeof nothingLeft>> {
  if (!policy) return { errors: [unavailable('The schema is being replaced. Try again.')] };
  const denials = await policy.denials(request, request.contextValue.viewer);
  return denials.size === 0 ? {} : nothingLeft(denialErrors(policy, request, denials));
}

type Http = { readonly status?: number; readonly headers?: ReadonlyMap<string, string> };

function refusal(errors: readonly GraphQLError[]): GraphQLResponse {
  const [first] = errors;
  const { status = 503, headers = [] } = (first?.extensions['http'] ?? {}) as Http;
  const formatted = errors.map(({ message, extensions: { code } }) => ({
    message,
    extensions: { code },
  }));
  return {
    http: { status, headers: new HeaderMap(headers) },
    body: { kind: 'single', singleResult: { errors: formatted } },
  };
}

function acceptedBy(context: Request): AcceptedSubscription {
  const { document, operation, queryHash, schema, request } = context as Request & OperationRequest;
  return { document, operation, queryHash, schema, variables: request.variables ?? {} };
}

const needsStream = () =>
  operationError(
    'BAD_REQUEST',
    'Send a subscription with the header `accept: text/event-stream`, or over WebSocket (graphql-transport-ws).',
  );

const onlySubscriptions = () =>
  operationError(
    'BAD_REQUEST',
    'Only subscriptions are served here. Send queries and mutations to POST /graphql.',
  );
