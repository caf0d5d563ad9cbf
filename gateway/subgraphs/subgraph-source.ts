import { type GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from '@apollo/gateway';
import type { Viewer } from '@shop/schema';
import { clientAddressHeader, clientAgentHeader } from '@shop/service';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from '../context.ts';

type GatewayGraphQLResponse = Awaited<
  ReturnType<RemoteGraphQLDataSource<GatewayContext>['process']>
>;

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

const saysSignIn = ({ extensions }: GraphQLFormattedError): boolean =>
  extensions?.['code'] === 'UNAUTHENTICATED';

const isBadInput = ({ extensions }: GraphQLFormattedError): boolean =>
  extensions?.['code'] === 'BAD_USER_INPUT';

/** The errors of a subgraph that answers 400 because of what the client has sent; else `undefined`. */
function badInputOf(error: unknown): GraphQLFormattedError[] | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const response = error.extensions['response'] as
    | { status: number; body?: { errors?: unknown } }
    | undefined;
  const errors = response?.status === 400 ? response.body?.errors : undefined;
  const all = Array.isArray(errors) ? (errors as GraphQLFormattedError[]) : [];
  return all.length > 0 && all.every(isBadInput) ? all : undefined;
}

/**
 * Fetches from one subgraph with the gateway's word about the viewer, and with nothing else that the
 * client has sent. A subgraph that cannot be reached, or that refuses the gateway or a viewer whom the
 * gateway vouches for, is SERVICE_UNAVAILABLE: never an end of the viewer's session. One that finds the
 * client's input bad is heard.
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
    const { name, onFailure } = this.#options;
    try {
      const response = await super.process(options);
      return (options.context as GatewayContext).viewer ? this.#believed(response) : response;
    } catch (error) {
      const errors = badInputOf(error);
      if (errors) return { errors };
      onFailure(error, name);
      throw unavailable(name);
    }
  }

  /** The answer about a viewer who is signed in: that she must sign in is a fault between services. */
  #believed(response: GatewayGraphQLResponse): GatewayGraphQLResponse {
    if (!response.errors?.some(saysSignIn)) return response;
    const { name, onFailure } = this.#options;
    const errors = response.errors.map((error) => {
      if (!saysSignIn(error)) return error;
      onFailure(error, name);
      const { message, extensions } = unavailable(name);
      return { ...error, message, extensions };
    });
    return { ...response, errors };
  }

  override willSendRequest(options: GraphQLDataSourceProcessOptions<GatewayContext>): void {
    const { http } = options.request;
    // ApolloGateway asks the schema of its own accord nowhere; requests always have a context.
    const { viewer, requestId, traceparent, address, userAgent } =
      options.context as GatewayContext;
    const { name, tokenFor } = this.#options;
    http?.headers.set('authorization', `Bearer ${tokenFor(viewer, name)}`);
    http?.headers.set('x-request-id', requestId);
    if (address) http?.headers.set(clientAddressHeader, address);
    if (userAgent) http?.headers.set(clientAgentHeader, userAgent);
    if (traceparent) http?.headers.set('traceparent', traceparent);
  }
}
