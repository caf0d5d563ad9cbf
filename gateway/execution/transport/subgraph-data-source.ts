import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { Viewer } from '@shop/schema';
import { accessTokenHeader, refreshTokenHeader } from '@shop/service';
import { inSpan, type Span } from '@shop/service/telemetry';
import type { GatewayContext } from '../../context.ts';
import { viewerOfFetch } from '../../identity/sign-in.ts';
import type { FetchOutcome } from '../../metrics/subgraph-meter.ts';
import type {
  ReplySource,
  RequestContext,
  SubgraphReply,
  SubgraphRequest,
  SubgraphResponse,
} from '../plan/subgraph-reply.ts';
import { restrictCachePolicy } from './cache-policy.ts';
import {
  type CircuitChange,
  createHttpClient,
  type HttpClient,
  isCircuitOpen,
} from './http-client.ts';
import { Cancelled, type HttpResponse } from './http-exchange.ts';
import { type Errors, hasCode, readResponse } from './read-response.ts';
import { requestHeaders, sessionSubgraph, type TokenFor } from './request-headers.ts';
import { requestedPaths } from './requested-paths.ts';
import { subgraphUnavailable } from './subgraph-unavailable.ts';

export type SubgraphOptions = {
  readonly name: string;
  readonly url: string;
  readonly timeoutMs: number;
  /** Size of a response at most. */
  readonly maxResponseBytes?: number;
  readonly tokenFor: TokenFor;
  readonly onFailure: (error: unknown, subgraph: string) => void;
  readonly onCircuitChange?: (change: CircuitChange, subgraph: string) => void;
  /** Reports each fetch. */
  readonly onFetched?: (outcome: FetchOutcome, seconds: number, subgraph: string) => void;
};

const defaultMaxResponseBytes = 10 * 2 ** 20;

const outcomeOf = (error: unknown): FetchOutcome => {
  if (isCircuitOpen(error)) return 'rejected';
  return error instanceof Cancelled ? 'cancelled' : 'failed';
};

/** Returns the time that a request may take, in ms. */
const timeLeft = (timeoutMs: number, deadline = Number.POSITIVE_INFINITY): number =>
  Math.max(0, Math.min(timeoutMs, deadline - performance.now()));

/**
 * Sends requests to one subgraph with a signed internal token and forwards no client headers. Reports a subgraph that
 * is unreachable, or that rejects the token, as SERVICE_UNAVAILABLE and never as UNAUTHENTICATED, so that clients keep
 * their session. Passes BAD_USER_INPUT through.
 */
export class SubgraphDataSource implements ReplySource {
  readonly #options: SubgraphOptions;
  #client: HttpClient | undefined;

  constructor(options: SubgraphOptions) {
    this.#options = options;
  }

  /** Connects when it is needed: a supergraph may name an invalid address. */
  get #connected(): HttpClient {
    const {
      url,
      name,
      maxResponseBytes = defaultMaxResponseBytes,
      onCircuitChange,
    } = this.#options;
    this.#client ??= createHttpClient({
      url,
      maxResponseBytes,
      onCircuitChange: (change) => onCircuitChange?.(change, name),
    });
    return this.#client;
  }

  /** For the executor of Apollo Gateway. */
  async process(options: GraphQLDataSourceProcessOptions<GatewayContext>) {
    if (!('incomingRequestContext' in options)) throw new Error('only operations of clients');
    const { query = '', operationName, variables = {}, extensions } = options.request;
    const { incomingRequestContext: context } = options;
    const body = JSON.stringify({ query, operationName, variables, extensions });
    const isQuery = !query.startsWith('mutation');
    const reply = await this.fetch({ query, operationName, variables, body, isQuery }, context);
    return reply.read() as Awaited<ReturnType<ReplySource['process']>>;
  }

  fetch(request: SubgraphRequest, requestContext: RequestContext): Promise<SubgraphReply> {
    const { name } = this.#options;
    const attributes = {
      'http.request.method': 'POST',
      'apollo.subgraph.name': name,
      'graphql.operation.name': request.operationName,
    };
    return inSpan({ name: `fetch ${name}`, kind: 'client', attributes }, (span) =>
      this.#fetch(request, requestContext, span),
    );
  }

  async #fetch(
    request: SubgraphRequest,
    requestContext: RequestContext,
    span: Span | undefined,
  ): Promise<SubgraphReply> {
    const context = requestContext.context as GatewayContext;
    const { name, onFailure, onFetched } = this.#options;
    const start = performance.now();
    const report = (outcome: FetchOutcome) =>
      onFetched?.(outcome, (performance.now() - start) / 1_000, name);
    try {
      const viewer = await viewerOfFetch(context);
      const response = await this.#send(request, context, viewer);
      span?.set({ 'http.response.status_code': response.status });
      // A reply that cannot be read is a failure too.
      let first: SubgraphResponse | undefined = this.#read(response, viewer, onFailure);
      if (response.status < 300) this.#readHeaders(response, requestContext);
      report(first.errors ? 'errors' : 'ok');
      return {
        read: () => {
          const read = first ?? this.#read(response, viewer);
          first = undefined;
          return read;
        },
      };
    } catch (error) {
      report(outcomeOf(error));
      if (!isCircuitOpen(error) && !(error instanceof Cancelled)) onFailure(error, name);
      span?.fail(error instanceof Error ? error.constructor.name : 'error');
      const errors = this.#unavailable(request);
      return { read: () => ({ errors }) };
    }
  }

  #send(
    { body, isQuery }: SubgraphRequest,
    context: GatewayContext,
    viewer: Viewer | undefined,
  ): Promise<HttpResponse> {
    const { name, tokenFor } = this.#options;
    const headers = requestHeaders(context, viewer, name, tokenFor);
    const timeoutMs = timeLeft(this.#options.timeoutMs, context.deadline);
    // A client that has gone does not stop a change half-way.
    const signal = isQuery ? context.signal : undefined;
    return this.#connected.send({ headers, body, timeoutMs, signal }, isQuery);
  }

  #readHeaders({ headers }: HttpResponse, requestContext: RequestContext): void {
    const { signIn, refreshCookie } = requestContext.context as GatewayContext;
    restrictCachePolicy(requestContext, headers['cache-control']);
    const header = (name: string) => {
      const value = this.#options.name === sessionSubgraph ? headers[name] : undefined;
      return typeof value === 'string' ? value : undefined;
    };
    signIn?.respond(header(accessTokenHeader));
    const change = header(refreshTokenHeader);
    if (change !== undefined) refreshCookie?.change(change);
  }

  /** UNAUTHENTICATED for an authenticated viewer is a fault between services: SERVICE_UNAVAILABLE. */
  #read(
    response: HttpResponse,
    viewer: Viewer | undefined,
    onFailure?: SubgraphOptions['onFailure'],
  ): SubgraphResponse {
    const read = readResponse(response);
    const errors: Errors = Array.isArray(read.errors) ? read.errors : [];
    const isMasked = (error: Errors[number]) => hasCode(error, 'UNAUTHENTICATED');
    if (!viewer || !errors.some(isMasked)) return read;
    const { name } = this.#options;
    const { message, extensions } = subgraphUnavailable(name);
    for (const error of errors.filter(isMasked)) onFailure?.(error, name);
    return {
      ...read,
      errors: errors.map((error) => (isMasked(error) ? { ...error, message, extensions } : error)),
    };
  }

  #unavailable(request: SubgraphRequest): Errors {
    const { message, extensions } = subgraphUnavailable(this.#options.name);
    return requestedPaths(request).map((path) => ({ message, path, extensions }));
  }
}
