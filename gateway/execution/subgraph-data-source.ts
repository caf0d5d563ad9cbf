import { type GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from '@apollo/gateway';
import type { ErrorCode, Viewer } from '@shop/schema';
import {
  accessTokenHeader,
  clientAddressHeader,
  clientAgentHeader,
  refreshTokenHeader,
} from '@shop/service';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { viewerOfFetch } from '../identity/sign-in.ts';
import { requestedPaths } from './requested-paths.ts';
import { subgraphUnavailable } from './subgraph-unavailable.ts';

type Received = Parameters<
  NonNullable<RemoteGraphQLDataSource<GatewayContext>['didReceiveResponse']>
>[0];
type SubgraphResponse = Awaited<ReturnType<RemoteGraphQLDataSource<GatewayContext>['process']>>;

export type SubgraphOptions = {
  readonly name: string;
  readonly url: string;
  readonly timeoutMs: number;
  /** Creates the internal token for one subgraph. */
  readonly tokenFor: (viewer: Viewer | undefined, subgraph: string) => string;
  readonly onFailure: (error: unknown, subgraph: string) => void;
};

/** The only subgraph that signs in, and that receives and sets the refresh cookie. */
const sessionSubgraph = 'user';

const hasCode =
  (code: ErrorCode) =>
  ({ extensions }: GraphQLFormattedError): boolean =>
    extensions?.['code'] === code;

const isUnauthenticated = hasCode('UNAUTHENTICATED');
const isBadUserInput = hasCode('BAD_USER_INPUT');

/** Returns the errors of a subgraph that responds 400 because of the client's input; else `undefined`. */
function badUserInputIn(error: unknown): GraphQLFormattedError[] | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const response = error.extensions['response'] as
    | { status: number; body?: { errors?: unknown } }
    | undefined;
  const errors = response?.status === 400 ? response.body?.errors : undefined;
  const all = Array.isArray(errors) ? (errors as GraphQLFormattedError[]) : [];
  return all.length > 0 && all.every(isBadUserInput) ? all : undefined;
}

/**
 * Sends requests to one subgraph with a signed internal token and forwards no client headers. Reports a
 * subgraph that is unreachable, or that rejects the token, as SERVICE_UNAVAILABLE and never as
 * UNAUTHENTICATED, so that clients keep their session. Passes BAD_USER_INPUT through.
 */
export class SubgraphDataSource extends RemoteGraphQLDataSource<GatewayContext> {
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
      const viewer = await viewerOfFetch(options.context as GatewayContext);
      const response = await super.process(options);
      return viewer ? this.#maskUnauthenticated(response) : response;
    } catch (error) {
      const errors = badUserInputIn(error);
      if (errors) return { errors };
      onFailure(error, name);
      const { message, extensions } = subgraphUnavailable(name);
      return {
        errors: requestedPaths(options.request).map((path) => ({ message, path, extensions })),
      };
    }
  }

  /** UNAUTHENTICATED for an authenticated viewer is a fault between services: SERVICE_UNAVAILABLE. */
  #maskUnauthenticated(response: SubgraphResponse): SubgraphResponse {
    if (!response.errors?.some(isUnauthenticated)) return response;
    const { name, onFailure } = this.#options;
    const errors = response.errors.map((error) => {
      if (!isUnauthenticated(error)) return error;
      onFailure(error, name);
      const { message, extensions } = subgraphUnavailable(name);
      return { ...error, message, extensions };
    });
    return { ...response, errors };
  }

  override async willSendRequest(
    options: GraphQLDataSourceProcessOptions<GatewayContext>,
  ): Promise<void> {
    const { http } = options.request;
    // ApolloGateway sends no request of its own, so there always is a context.
    const context = options.context as GatewayContext;
    const { requestId, traceparent, address, userAgent, refreshCookie } = context;
    const { name, tokenFor } = this.#options;
    const viewer = await viewerOfFetch(context);
    http?.headers.set('authorization', `Bearer ${tokenFor(viewer, name)}`);
    http?.headers.set('x-request-id', requestId);
    if (address) http?.headers.set(clientAddressHeader, address);
    if (userAgent) http?.headers.set(clientAgentHeader, userAgent);
    if (traceparent) http?.headers.set('traceparent', traceparent);
    if (refreshCookie && name === sessionSubgraph) {
      http?.headers.set(refreshTokenHeader, refreshCookie.token);
    }
  }

  override didReceiveResponse({
    response,
    context,
  }: Pick<Received, 'response' | 'context'>): SubgraphResponse {
    const header = (name: string) =>
      this.#options.name === sessionSubgraph ? response.http?.headers.get(name) : undefined;
    context.signIn?.respond(header(accessTokenHeader) ?? undefined);
    const change = header(refreshTokenHeader);
    if (typeof change === 'string') context.refreshCookie?.change(change);
    return response;
  }
}
