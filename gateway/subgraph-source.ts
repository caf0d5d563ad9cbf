import { type GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from '@apollo/gateway';
import type { Viewer } from '@shop/schema';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from './context.ts';

const unavailable = (subgraph: string) =>
  new GraphQLError(`The ${subgraph} service cannot answer now.`, {
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });

export type SubgraphOptions = {
  readonly name: string;
  readonly url: string;
  readonly timeoutMs: number;
  readonly tokenFor: (viewer: Viewer | undefined, subgraph: string) => string;
  readonly onFailure: (error: unknown, subgraph: string) => void;
};

/**
 * Fetches from one subgraph with the gateway's word about the viewer. A subgraph that cannot be
 * reached, or refuses the gateway itself, is SERVICE_UNAVAILABLE: never an end of the viewer's session.
 */
export class SubgraphSource extends RemoteGraphQLDataSource<GatewayContext> {
  readonly #options: SubgraphOptions;

  constructor(options: SubgraphOptions) {
    super({
      url: options.url,
      fetcher: (url, init) =>
        fetch(url, { ...(init as RequestInit), signal: AbortSignal.timeout(options.timeoutMs) }),
    });
    this.#options = options;
  }

  override async process(options: GraphQLDataSourceProcessOptions<GatewayContext>) {
    try {
      return await super.process(options);
    } catch (error) {
      this.#options.onFailure(error, this.#options.name);
      throw unavailable(this.#options.name);
    }
  }

  override willSendRequest(options: GraphQLDataSourceProcessOptions<GatewayContext>): void {
    const { http } = options.request;
    // ApolloGateway asks the schema of its own accord nowhere; requests always have a context.
    const { viewer, requestId, traceparent } = options.context as GatewayContext;
    const { name, tokenFor } = this.#options;
    http?.headers.set('authorization', `Bearer ${tokenFor(viewer, name)}`);
    http?.headers.set('x-request-id', requestId);
    if (traceparent) http?.headers.set('traceparent', traceparent);
  }
}
