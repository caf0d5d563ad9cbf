import { type PublicPath, publicPaths } from '@shop/schema';
import { bytesOf, errorBody, rawBody, type ServiceProcess } from '@shop/service';
import type { Request, RequestHandler, Response } from 'express';
import { requestIdOf } from '../context.ts';
import { type GatewayEnv, subgraphUrl } from '../env.ts';
import { addressCap } from '../rate-limit/address-cap.ts';
import type { RateLimits } from '../rate-limit/rate-limits.ts';

/** Largest body that is forwarded, in bytes; those behind have the same limit. */
const bodyLimit = 64 * 1_024;

/** All that a subgraph hears of the client beside the body: no cookie, no token, no address. */
const requestHeaders = ['content-type', 'shop-signature'];
/** All that the client hears of the subgraph. */
const responseHeaders = [
  'cache-control',
  'content-security-policy',
  'content-type',
  'location',
  'referrer-policy',
  'x-content-type-options',
  'x-frame-options',
];

export type ForwardOptions = {
  readonly env: GatewayEnv;
  readonly rateLimits: RateLimits;
  readonly onFailure: (error: unknown, subgraph: string) => void;
};

/**
 * Forwards the public paths of subgraphs (schema/subgraphs.ts) to where `<NAME>_SUBGRAPH_URL` says they
 * are. The text of the request line is compared as it came, before anything is decoded or resolved.
 */
export function forwardPublicPaths(
  { app }: Pick<ServiceProcess, 'app'>,
  { env, rateLimits, onFailure }: ForwardOptions,
): void {
  for (const { subgraph, path, methods } of publicPaths) {
    const base = subgraphUrl(env, subgraph);
    if (base === undefined) continue;
    const only = onlyAt(patternOf(path), methods);
    app.use(only(addressCap(rateLimits)), only(rawBody(bodyLimit)), only(forward(base, subgraph)));
  }

  function forward(base: string, subgraph: string): RequestHandler {
    return async (request, response) => {
      try {
        const signal = AbortSignal.timeout(env.SUBGRAPH_TIMEOUT_MS);
        await answerWith(response, await fetch(...asked(base, request, response, signal)));
      } catch (error) {
        onFailure(error, subgraph);
        const message = `The ${subgraph} service cannot answer now.`;
        response.status(503).json(errorBody('SERVICE_UNAVAILABLE', message));
      }
    };
  }
}

const patternOf = (path: PublicPath['path']): RegExp =>
  new RegExp(`^${path.replace(/:\w+/g, '[A-Za-z0-9-]{1,64}')}$`);

/** The path of a request, as it stands in its first line. */
const pathOf = ({ originalUrl }: Request): string => originalUrl.split('?', 1)[0] ?? '';

/** Lets a handler see only requests for this path; with another method they are 405. */
const onlyAt =
  (pattern: RegExp, methods: readonly string[]) =>
  (handle: RequestHandler): RequestHandler =>
  (request, response, next) => {
    if (!pattern.test(pathOf(request))) return next();
    if (methods.includes(request.method)) return handle(request, response, next);
    response.status(405).set('allow', methods.join(', '));
    response.json(errorBody('BAD_REQUEST', `Only ${methods.join(' and ')} is served here.`));
  };

function asked(
  base: string,
  request: Request,
  response: Response,
  signal: AbortSignal,
): [URL, RequestInit] {
  const headers = new Headers({ 'x-request-id': requestIdOf(request) });
  response.setHeader('x-request-id', headers.get('x-request-id') ?? '');
  for (const name of requestHeaders) {
    const value = request.get(name);
    if (value !== undefined) headers.set(name, value);
  }
  const { method } = request;
  const body = method === 'GET' ? {} : { body: bytesOf(request) };
  // Its own redirects are for the client.
  return [new URL(pathOf(request), base), { method, headers, ...body, redirect: 'manual', signal }];
}

async function answerWith(response: Response, answer: globalThis.Response): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  response.status(answer.status);
  for (const name of responseHeaders) {
    const value = answer.headers.get(name);
    if (value !== null) response.setHeader(name, value);
  }
  response.send(body);
}
