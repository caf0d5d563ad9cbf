import type { ApolloServerPlugin } from '@apollo/server';
import type { Viewer } from '@shop/schema';
import { addToLogContext } from '@shop/service';
import type { Request, RequestHandler, Response } from 'express';
import type { AccessPolicy } from '../../access/policy.ts';
import type { ResponseStore } from '../../cache/response-store.ts';
import type { GatewayContext } from '../../context.ts';
import type { Authenticate } from '../../identity/authenticate.ts';
import type { Analyses } from '../../limits/operation-analysis.ts';
import type { GatewayMeter } from '../../metrics/gateway-meter.ts';
import type { RateLimitResult } from '../../rate-limit/limiter.ts';
import { rateLimitHeaders } from '../../rate-limit/rate-limited.ts';
import type { RateLimits } from '../../rate-limit/rate-limits.ts';
import { clientAddress } from '../client-address.ts';
import { countAddress } from '../limit-by-address.ts';
import { readAhead } from './read-ahead.ts';
import { reportHits } from './report-hits.ts';
import { bodyBytesOf, requestKey, scopesOf } from './request-key.ts';
import { captureResponse, type SentResponse, secondsLeft } from './sent-response.ts';
import { createSentResponses } from './sent-responses.ts';

export type ResendOptions = {
  /** Of cached responses, whose generations these depend on too. */
  readonly store: ResponseStore;
  readonly authenticate: Authenticate;
  readonly rateLimits: RateLimits;
  readonly meter: Pick<GatewayMeter, 'countCached'>;
};

export type Resend = {
  /** Sends the response to an equal request again, where it is still right. Comes before all other work for a request. */
  readonly handler: RequestHandler;
  /** Reports operations whose responses come from the response cache: these may be sent again. */
  plugin(
    policy: () => AccessPolicy | undefined,
    analysisOf: Analyses,
  ): ApolloServerPlugin<GatewayContext>;
};

type Identified = {
  readonly viewer: Viewer | undefined;
  readonly scopes: string;
  readonly key: string;
};

const isExceeded = (limit: RateLimitResult | undefined): boolean => limit?.allowed === false;

/**
 * Sends the bytes of cached responses again, without parsing and executing an operation. All that a response depends on is
 * in its key, or is checked for every request: its viewer, the rate limits, the supergraph, its age, and the generations
 * of its subgraphs. What was checked before it was sent first depends on nothing else.
 */
export function createResend({ store, authenticate, rateLimits, meter }: ResendOptions): Resend {
  const responses = createSentResponses(store);
  let policyOf: () => AccessPolicy | undefined = () => undefined;

  /** Returns what a request is found by; `undefined` when it has to take the whole way. */
  async function identify(request: Request, response: Response): Promise<Identified | undefined> {
    const bytes = bodyBytesOf(request);
    if (bytes === undefined) return undefined;
    const limit = await countAddress(rateLimits, request, response);
    if (isExceeded(limit)) return undefined;
    const body = bytes > 0 ? await readAhead(request, bytes) : undefined;
    const { viewer, hasExpiredToken } = await authenticate(request.get('authorization'));
    if (hasExpiredToken) return undefined;
    const scopes = scopesOf(viewer);
    return { viewer, scopes, key: requestKey(request, scopes, body) };
  }

  /** Returns the response to send, which is counted for its viewer; otherwise takes note of the one that will be sent. */
  async function find(request: Request, response: Response): Promise<SentResponse | undefined> {
    const identified = await identify(request, response);
    if (!identified) return undefined;
    const { viewer, scopes, key } = identified;
    const sent = await responses.find(key, policyOf());
    if (!sent) {
      captureResponse(response, scopes, (captured) => responses.add(key, captured));
      return undefined;
    }
    const limit = await rateLimits.byViewer(viewer, clientAddress(request), sent.requests);
    if (isExceeded(limit)) return undefined;
    if (limit) response.setHeaders(new Map(rateLimitHeaders(limit)));
    if (viewer) addToLogContext({ viewerId: viewer.id });
    return sent;
  }

  return {
    async handler(request, response, next) {
      const start = performance.now();
      // What fails here fails again, and is reported, on the whole way.
      const sent = await find(request, response).catch(() => undefined);
      if (!sent) return next();
      if (sent.operationName) addToLogContext({ operation: sent.operationName });
      const header = (name: string) => request.get(name);
      meter.countCached(header, sent, performance.now() - start);
      response.writeHead(200, {
        ...sent.headers,
        'cache-control': `max-age=${secondsLeft(sent)}, ${sent.isPublic ? 'public' : 'private'}`,
      });
      response.end(sent.bytes);
    },
    plugin(policy, analysisOf) {
      policyOf = policy;
      return reportHits(analysisOf, rateLimits.costUnit);
    },
  };
}
