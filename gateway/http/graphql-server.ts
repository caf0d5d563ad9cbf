import type { Server } from 'node:http';
import {
  ApolloServer,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
} from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { createDocumentStore, formatErrors, type Log, logOperations } from '@shop/service';
import type { AccessPolicy } from '../access/policy.ts';
import { shieldGateway } from '../access/shield-gateway.ts';
import { responseCache } from '../cache/response-cache.ts';
import type { ResponseStore } from '../cache/response-store.ts';
import type { GatewayContext } from '../context.ts';
import { offerDefer } from '../defer/defer-directive.ts';
import { sendInParts } from '../defer/send-in-parts.ts';
import type { Authenticate } from '../identity/authenticate.ts';
import { createAnalyses } from '../limits/operation-analysis.ts';
import { operationLimits } from '../limits/operation-limits.ts';
import { type Safelist, safelistOnly } from '../limits/safelist.ts';
import type { OperationLimits } from '../limits/variables.ts';
import type { GatewayMeter } from '../metrics/gateway-meter.ts';
import { renameGateway } from '../names/rename-gateway.ts';
import { checkVariables } from '../operation/check-variables.ts';

import { ignoreEmptyName } from '../operation/operation-name.ts';
import { limitCost } from '../rate-limit/limit-cost.ts';
import { limitFields } from '../rate-limit/limit-fields.ts';
import type { RateLimits } from '../rate-limit/rate-limits.ts';
import { validateScalars } from '../supergraph/validate-scalars.ts';
import type { Gateway } from '../supergraph/wrap-gateway.ts';
import { ignoreExpiredToken } from './ignore-expired-token.ts';
import type { Resend } from './resend/resend-responses.ts';
import { statusForJson } from './status-for-json.ts';

/** How subscriptions take part in the operations of a gateway. */
export type SubscriptionHooks = {
  plugin(policy: () => AccessPolicy | undefined): ApolloServerPlugin<GatewayContext>;
  wrap(gateway: Gateway): Gateway;
};

export type GraphqlServerOptions = {
  readonly env: OperationLimits & {
    readonly NODE_ENV: string;
    readonly SAFELIST_PATH?: Safelist | undefined;
    readonly EXPERIMENTAL_DEFER: 'on' | 'off';
  };
  readonly log: Log;
  readonly gateway: ApolloServerOptionsWithGateway<GatewayContext>['gateway'];
  readonly authenticate: Authenticate;
  readonly rateLimits: RateLimits;
  /** Of cached responses; nothing is cached without one. */
  readonly store: ResponseStore | undefined;
  /** Subgraphs whose responses may be cached. */
  readonly subscribed: ReadonlySet<string>;
  readonly httpServer: Server;
  readonly subscriptions: SubscriptionHooks;
  /** Without it every response takes the whole way. */
  readonly resend: Pick<Resend, 'plugin'> | undefined;
  readonly meter: Pick<GatewayMeter, 'plugin' | 'denied' | 'lookedUp'>;
};

/** Creates the Apollo Server on a gateway, with every check that an operation passes before it runs. */
export function createGraphqlServer(options: GraphqlServerOptions): ApolloServer<GatewayContext> {
  const { env, log, rateLimits, store, subscribed, httpServer, subscriptions, meter } = options;
  const isProduction = env.NODE_ENV === 'production';
  const hasDefer = env.EXPERIMENTAL_DEFER === 'on';
  const gateway = hasDefer ? offerDefer(options.gateway) : options.gateway;
  const shielded = shieldGateway(validateScalars(gateway), options.authenticate, meter.denied);
  const { plugin: shield, policy } = shielded;
  const analysisOf = createAnalyses(() => policy()?.supergraph);
  const plugins: ApolloServerPlugin<GatewayContext>[] = [
    ...(env.SAFELIST_PATH ? [safelistOnly(env.SAFELIST_PATH)] : []),
    logOperations,
    meter.plugin,
    ignoreEmptyName,
    checkVariables,
    operationLimits(env, analysisOf),
    ignoreExpiredToken({ policy, shared: subscribed }),
    limitCost(rateLimits, analysisOf, env),
    limitFields(rateLimits),
    shield,
    subscriptions.plugin(policy),
    responseCache({ policy, store, subscribed, onLookup: meter.lookedUp }),
    ...(options.resend ? [options.resend.plugin(policy, analysisOf)] : []),
    statusForJson,
    ...(hasDefer ? [sendInParts(formatErrors(log))] : []),
    ApolloServerPluginDrainHttpServer({ httpServer }),
    ...(isProduction ? [ApolloServerPluginLandingPageDisabled()] : []),
  ];
  return new ApolloServer<GatewayContext>({
    gateway: subscriptions.wrap(renameGateway(shielded.gateway)),
    plugins,
    nodeEnv: env.NODE_ENV,
    introspection: !isProduction,
    documentStore: createDocumentStore(),
    validationOptions: { hideSuggestions: isProduction },
    formatError: formatErrors(log),
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    parseOptions: { maxTokens: env.OPERATION_MAX_TOKENS },
    maxRecursiveSelections: env.OPERATION_MAX_SELECTIONS,
  });
}
