import type { ApolloServerPlugin } from '@apollo/server';
import { graphqlError } from '@shop/service';
import type { GatewayContext } from '../context.ts';
import { variableFault } from './variable-fault.ts';

/** Refuses an operation with an invalid variable before anything runs: BAD_USER_INPUT, with the first fault. */
export const checkVariables: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: async () => ({
    async didResolveOperation({ schema, document, operation, request }) {
      if (!operation) return;
      const fault = variableFault(schema, { document, operation }, request.variables ?? {});
      if (!fault) return;
      throw graphqlError('BAD_USER_INPUT', fault.message, {
        nodes: fault.definition,
        extensions: { http: { status: 400 } },
      });
    },
  }),
};
