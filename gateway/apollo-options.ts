import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { formatErrors, type Log } from '@shop/service';
import type { GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from './context.ts';
import type { GatewayEnv } from './env.ts';
import { operationLimits } from './limits/operation-limits.ts';
import { listedOnly } from './limits/safelist.ts';
import { credentialLimit } from './rate-limit/credential-limit.ts';
import type { RateLimits } from './rate-limit/rate-limits.ts';

/** graphql-js hints at names in errors of variables too, where Apollo Server leaves them. */
const withoutHint = (error: GraphQLFormattedError): GraphQLFormattedError => ({
  ...error,
  message: error.message.replace(/ ?Did you mean .+\?$/s, ''),
});

/** How Apollo Server is set up, whatever it serves: nothing of the inside shows, no batching. */
export function apolloOptions(env: GatewayEnv, log: Log) {
  const production = env.NODE_ENV === 'production';
  const format = formatErrors(log);
  return {
    nodeEnv: env.NODE_ENV,
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    formatError: (formatted: GraphQLFormattedError, error: unknown) =>
      production ? withoutHint(format(formatted, error)) : format(formatted, error),
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    parseOptions: { maxTokens: env.OPERATION_MAX_TOKENS },
    maxRecursiveSelections: env.OPERATION_MAX_SELECTIONS,
  };
}

/** What every operation has to pass before it runs. */
export function gatekeepers(
  env: GatewayEnv,
  rateLimits: RateLimits,
): ApolloServerPlugin<GatewayContext>[] {
  return [
    ...(env.SAFELIST_PATH ? [listedOnly(env.SAFELIST_PATH)] : []),
    operationLimits(env),
    credentialLimit(rateLimits),
    ...(env.NODE_ENV === 'production' ? [ApolloServerPluginLandingPageDisabled()] : []),
  ];
}
