import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../context.ts';

/** Whether a client accepts `application/json` by name, and not `application/graphql-response+json`. */
const acceptsJsonAlone = (accept = ''): boolean =>
  accept.includes('application/json') && !accept.includes('application/graphql-response+json');

/**
 * Responds with 200 instead of 400 to a well-formed request whose operation is invalid, when the client accepts
 * `application/json` alone (GraphQL over HTTP, section 6.4.1): it reads a 400 as a failure of a proxy.
 */
export const statusForJson: ApolloServerPlugin<GatewayContext> = {
  async requestDidStart({ request }) {
    if (!acceptsJsonAlone(request.http?.headers.get('accept'))) return;
    return {
      async willSendResponse({ errors, response: { http } }) {
        const isMalformed = errors?.some(({ extensions }) => extensions['code'] === 'BAD_REQUEST');
        if (http.status === 400 && !isMalformed) http.status = 200;
      },
    };
  },
};
