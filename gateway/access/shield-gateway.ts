import type { ApolloServerPlugin } from '@apollo/server';
import type { Viewer } from '@shop/schema';
import type { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { afterDeferred } from '../defer/after-deferred.ts';
import { firstPartOf } from '../defer/first-part.ts';
import type { Authenticate } from '../identity/authenticate.ts';
import { createSignIn } from '../identity/sign-in.ts';
import { operationError } from '../operation/errors.ts';
import { noSuchOperation } from '../operation/operation-name.ts';
import type { OperationRequest } from '../operation/operation-request.ts';
import { type Executor, type Gateway, wrapGateway } from '../supergraph/wrap-gateway.ts';
import { completeResult } from './complete-result.ts';
import { denialErrors } from './denial-errors.ts';
import { nothingLeft, withoutEmptyData } from './nothing-left.ts';
import { type AccessPolicy, createPolicy } from './policy.ts';
import type { Denials } from './shield-check.ts';

type Result = Awaited<ReturnType<Executor>>;

type Checked = { readonly policy: AccessPolicy; readonly denials: Denials };
type Check = (request: OperationRequest, viewer: Viewer | undefined) => Promise<Checked>;

/**
 * Puts a gateway behind graphql-shield. Middleware on a gateway's schema does nothing, since a gateway
 * executes query plans and not resolvers; instead, the executor checks every field that an operation can
 * reach before it sends anything to a subgraph. A query loses only its denied fields; a mutation with
 * any denial is refused whole. Nothing runs while no policy is loaded. An operation that signs in continues as its
 * viewer, whose token `authenticate` verifies. `onDenied` reports the denials of each operation that has some.
 */
export function shieldGateway(
  gateway: Gateway,
  authenticate: Authenticate,
  onDenied: (denials: Denials) => void = () => undefined,
): {
  readonly gateway: Gateway;
  readonly plugin: ApolloServerPlugin<GatewayContext>;
  /** The policy of the current supergraph; `undefined` while none is loaded. */
  readonly policy: () => AccessPolicy | undefined;
} {
  let policy: AccessPolicy | undefined;

  /** Repeats the check when the supergraph was replaced meanwhile: what runs is what was checked. */
  const check: Check = async (request, viewer) => {
    for (;;) {
      const current = policy;
      if (!current) throw schemaUnavailable();
      const denials = await current.denials(request, viewer);
      if (current === policy) return { policy: current, denials };
    }
  };

  return {
    gateway: wrapGateway(gateway, {
      onLoad({ coreSupergraphSdl, apiSchema }) {
        policy = undefined;
        policy = createPolicy(coreSupergraphSdl, apiSchema);
      },
      around: (execute) => guardExecutor(execute, check, authenticate),
    }),
    plugin: separateResponses(check, onDenied),
    policy: () => policy,
  };
}

const guardExecutor =
  (execute: Executor, check: Check, authenticate: Authenticate): Executor =>
  async (request) => {
    // Without an operation ApolloGateway would select another one than Apollo Server did.
    if (!request.operation) {
      return { errors: [noSuchOperation(request.document, request.request.operationName)] };
    }
    if (request.operation.operation === 'subscription') throw subscriptionsNotServed();
    const context = request.context as GatewayContext;
    const checked = await check(request, context.viewer);
    const { policy, denials } = checked;
    if (denials.size === 0) {
      const signingIn = policy.signsIn(request, context.viewer) && {
        context: { ...context, signIn: createSignIn(authenticate) },
      };
      return withoutEmptyData(await execute({ ...request, ...signingIn }));
    }
    if (request.operation.operation !== 'query') {
      return nothingLeft(denialErrors(policy, request, denials));
    }
    return withoutEmptyData(await executeFiltered(execute, request, checked));
  };

async function executeFiltered(
  execute: Executor,
  request: Parameters<Executor>[0] & OperationRequest,
  { policy, denials }: Checked,
): Promise<Result> {
  const { isEmpty, ...filtered } = policy.filter(request, denials);
  const { schema } = policy;
  const complete = (fetched: Result, document = request.document) =>
    completeResult(schema, document, request.request, fetched, denials);
  const { request: sent, isFirst } = afterDeferred(request, (whole) => complete(whole));
  const fetched: Result = isEmpty ? { data: {} } : await execute({ ...sent, ...filtered });
  const { variables = {} } = request.request;
  const result = isFirst()
    ? await complete(fetched, firstPartOf(schema, request, variables))
    : await complete(fetched);
  if (!isEmpty || !result.errors) return result;
  return nothingLeft(result.errors as GraphQLError[]);
}

/**
 * Plugins such as a response cache run before the executor and may know a request by its text or hash. Makes the
 * denied fields part of both, so that a viewer never receives a response made for a viewer with more access.
 */
const separateResponses = (
  check: Check,
  onDenied: (denials: Denials) => void,
): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: async () => ({
    async didResolveOperation(context) {
      if (!context.operation) return;
      const request = context as typeof context & OperationRequest;
      const { policy, denials } = await check(request, context.contextValue.viewer);
      if (denials.size === 0) return;
      onDenied(denials);
      const { queryHash } = policy.filter(request, denials);
      Object.assign(context, { queryHash, source: `${context.source}\n# access ${queryHash}` });
    },
  }),
});

const schemaUnavailable = () =>
  operationError('SERVICE_UNAVAILABLE', 'The schema is being replaced. Try again.', 503);

const subscriptionsNotServed = () =>
  operationError('BAD_REQUEST', 'Subscriptions are not served at this endpoint.');
