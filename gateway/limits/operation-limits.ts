import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { type Analysis, createAnalyses } from './analysis.ts';
import type { OperationLimits } from './variables.ts';

const refused = (code: string, message: string) =>
  new GraphQLError(message, { extensions: { code, http: { status: 400 } } });

/** Throws QUERY_TOO_COMPLEX, or BAD_USER_INPUT, naming what was found and what is allowed. */
export function judge(
  { depth, aliases, rootFields, reservedAlias, cost }: Analysis,
  limits: OperationLimits,
  variables: Readonly<Record<string, unknown>>,
): void {
  if (reservedAlias !== undefined) {
    throw refused('BAD_USER_INPUT', `The alias ${reservedAlias} begins with two underscores.`);
  }
  const atMost = (what: string, found: number, limit: number) => {
    if (found <= limit) return;
    const message = `The operation's ${what} is ${found}; at most ${limit} is allowed.`;
    throw refused('QUERY_TOO_COMPLEX', message);
  };
  atMost('depth', depth, limits.OPERATION_MAX_DEPTH);
  atMost('number of aliases', aliases, limits.OPERATION_MAX_ALIASES);
  atMost('number of root fields', rootFields, limits.OPERATION_MAX_ROOT_FIELDS);
  atMost('cost', cost(variables), limits.OPERATION_MAX_COST);
}

/** Refuses operations that ask too much, with 400 and QUERY_TOO_COMPLEX, before anything runs. */
export function operationLimits(limits: OperationLimits): ApolloServerPlugin<GatewayContext> {
  const analysisOf = createAnalyses();
  return {
    requestDidStart: async () => ({
      async didResolveOperation({ schema, document, operation, request }) {
        // Without an operation nothing runs: the executor refuses.
        if (operation)
          judge(analysisOf(schema, document, operation), limits, request.variables ?? {});
      },
    }),
  };
}
