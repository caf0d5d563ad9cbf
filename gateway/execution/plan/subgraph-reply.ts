import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from '../../context.ts';
import type { Data } from './query-plan.ts';

type IncomingOperation = Extract<
  GraphQLDataSourceProcessOptions<GatewayContext>,
  { incomingRequestContext: unknown }
>;
export type RequestContext = IncomingOperation['incomingRequestContext'];

export type SubgraphResponse = {
  readonly data?: Data | null;
  readonly errors?: readonly GraphQLFormattedError[];
};

/** What a subgraph has responded. Every call returns an object of its own, which the caller may change. */
export type SubgraphReply = { read(): SubgraphResponse };

export type SubgraphRequest = {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Data;
  /** The three above as JSON, and extensions if there are any. */
  readonly body: string;
  /** Whether it only reads, so that it may be repeated. */
  readonly isQuery: boolean;
};

/** Returns a request with extensions of the protocol. */
export const withExtensions = (request: SubgraphRequest, extensions: Data): SubgraphRequest => ({
  ...request,
  body: `${request.body.slice(0, -1)},"extensions":${JSON.stringify(extensions)}}`,
});

/** A data source whose replies can be read more than once, so that equal fetches of a request share one. */
export interface ReplySource extends GraphQLDataSource<GatewayContext> {
  fetch(request: SubgraphRequest, requestContext: RequestContext): Promise<SubgraphReply>;
}

export const isReplySource = (source: GraphQLDataSource): source is ReplySource =>
  'fetch' in source;

const incomingOperation = 'incoming operation' as IncomingOperation['kind'];

/** Sends a request to a subgraph. `isShareable` says whether its reply may be read more than once. */
export function sendTo(source: GraphQLDataSource): {
  readonly isShareable: boolean;
  send(request: SubgraphRequest, requestContext: RequestContext): Promise<SubgraphReply>;
} {
  if (isReplySource(source)) {
    return { isShareable: true, send: (request, context) => source.fetch(request, context) };
  }
  return {
    isShareable: false,
    async send({ query, operationName, variables }, requestContext) {
      const response = await source.process({
        kind: incomingOperation,
        request: { query, variables, ...(operationName && { operationName }) },
        incomingRequestContext: requestContext,
        context: requestContext.context,
      });
      return { read: () => response as SubgraphResponse };
    },
  };
}
