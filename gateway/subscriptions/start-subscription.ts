import { type ApolloServer, HeaderMap } from '@apollo/server';
import { networkOf } from '@shop/domain';
import { graphqlError } from '@shop/service';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { formatFor } from '../operation/errors.ts';
import type { AcceptedSubscription } from '../operation/operation-request.ts';
import { rateLimited } from '../rate-limit/rate-limited.ts';
import type { RateLimits } from '../rate-limit/rate-limits.ts';
import { type Opening, openSubscription } from './open-subscription.ts';
import type { Quota } from './quotas.ts';
import type { Session } from './session.ts';
import type { UpdateStream } from './update-stream.ts';

export type Starting = Opening & {
  readonly apollo: Pick<ApolloServer<GatewayContext>, 'executeOperation'>;
  readonly rateLimits: RateLimits;
  /** Of the subscriptions of each viewer. */
  readonly perViewer: Quota;
};

/** The parameters of an operation, as clients send them. */
export type OperationParams = {
  readonly query?: string | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
};

/** Who subscribes, and what is known about the connection. */
export type Client = { readonly session: Session; readonly connection: GatewayContext };

export type Started =
  | { readonly stream: UpdateStream }
  | {
      readonly errors: readonly GraphQLFormattedError[];
      /** Status and headers of an HTTP response with these errors. */
      readonly status: number;
      readonly headers: ReadonlyMap<string, string>;
    };

/**
 * Starts a subscription: as an operation of Apollo Server, which hands it over once it is accepted. Returns its stream, or
 * why it is refused.
 */
export async function startSubscription(
  starting: Starting,
  params: OperationParams,
  { session, connection }: Client,
): Promise<Started> {
  const { apollo, rateLimits, perViewer, formatError } = starting;
  const { viewer } = session;
  const context = { ...connection, viewer };
  const release = perViewer.take(viewer?.id ?? networkOf(context.address));
  let accepted: AcceptedSubscription | undefined;
  try {
    if (!release) throw tooMany();
    const result = await rateLimits.byViewer(viewer, context.address);
    if (result && !result.allowed) throw rateLimited(result);
    const onSubscription = (one: AcceptedSubscription) => {
      accepted = one;
    };
    const contextValue = { ...context, onSubscription };
    const response = await apollo.executeOperation(requestOf(params), { contextValue });
    if (accepted) {
      return { stream: openSubscription(starting, accepted, { session, context, onEnd: release }) };
    }
    release();
    return refusedBy(response);
  } catch (error) {
    release?.();
    return refusalOf(error, formatFor(formatError, error));
  }
}

type Request = Parameters<Starting['apollo']['executeOperation']>[0];
type Response = Awaited<ReturnType<Starting['apollo']['executeOperation']>>;

/** With HTTP, since the safelist accepts every operation without it as the gateway's own. */
const requestOf = ({ query, operationName, variables, extensions }: OperationParams): Request => ({
  ...(query !== undefined && { query }),
  ...(operationName != null && { operationName }),
  ...(variables && { variables: { ...variables } }),
  ...(extensions && { extensions: { ...extensions } }),
  http: { method: 'POST', headers: new HeaderMap(), search: '', body: undefined },
});

function refusedBy({ body, http }: Response): Started {
  const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
  return { errors, status: http.status ?? 200, headers: http.headers };
}

/** Returns a refusal with the HTTP status of the error that caused it. */
export function refusalOf(error: unknown, formatted: GraphQLFormattedError): Started {
  const http = (error instanceof GraphQLError ? error.extensions['http'] : undefined) as
    | { status?: number; headers?: ReadonlyMap<string, string> }
    | undefined;
  return { errors: [formatted], status: http?.status ?? 500, headers: http?.headers ?? new Map() };
}

const tooMany = () =>
  graphqlError('RATE_LIMITED', 'Too many subscriptions are open. End one first.', {
    extensions: { http: { status: 429 } },
  });
