import { type PublicPath, publicPaths } from '@shop/schema';
import { bytesOf, errorBody, rawBody, requestIdOf, type Service } from '@shop/service';
import { activeSpan, inSpan } from '@shop/service/telemetry';
import type { Request, RequestHandler, Response } from 'express';
import { subgraphUnavailableMessage } from '../execution/transport/subgraph-unavailable.ts';

/** Largest body that is forwarded, in bytes; the subgraphs have the same limit. */
const bodyLimit = 64 * 1_024;

/** All that the client receives of the subgraph beside the body. */
const responseHeaders = [
  'cache-control',
  'content-disposition',
  'content-security-policy',
  'content-type',
  'cross-origin-resource-policy',
  'location',
  'referrer-policy',
  'x-content-type-options',
  'x-frame-options',
];

export type ForwardOptions = {
  /** Where a subgraph runs; paths of a subgraph without a URL are not served. */
  readonly urlOf: (subgraph: string) => string | undefined;
  readonly timeoutMs: number;
  readonly onFailure: (error: unknown, subgraph: string) => void;
};

/**
 * Forwards the public paths of subgraphs (schema/subgraphs.ts). Compares the text of the request line as
 * it arrived, before anything is decoded or resolved.
 */
export function forwardPublicPaths(
  { app }: Pick<Service, 'app'>,
  { urlOf, timeoutMs, onFailure }: ForwardOptions,
): void {
  for (const { subgraph, path, methods, headers = [] } of publicPaths) {
    const base = urlOf(subgraph);
    if (base === undefined) continue;
    const only = onlyAt(patternOf(path), methods);
    app.use(
      only(rawBody(bodyLimit)),
      only(forwardTo(base, subgraph, ['content-type', ...headers])),
    );
  }

  function forwardTo(
    base: string,
    subgraph: string,
    requestHeaders: readonly string[],
  ): RequestHandler {
    return async (request, response) => {
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        const forwarded = await inSpan({ name: `forward ${subgraph}`, kind: 'client' }, () => {
          const headers = forwardedHeaders(request, response, requestHeaders);
          return fetch(...forwardedRequest(base, request, headers, signal));
        });
        await sendResponse(response, forwarded);
      } catch (error) {
        onFailure(error, subgraph);
        const message = subgraphUnavailableMessage(subgraph);
        response.status(503).json(errorBody('SERVICE_UNAVAILABLE', message));
      }
    };
  }
}

const patternOf = (path: PublicPath['path']): RegExp =>
  new RegExp(`^${path.replace(/:\w+/g, '[A-Za-z0-9-]{1,64}')}$`);

/** Returns the path of a request as it stands in the request line. */
const pathOf = ({ originalUrl }: Request): string => originalUrl.split('?', 1)[0] ?? '';

/** Passes a handler only requests for this path; another method is 405. */
const onlyAt =
  (pattern: RegExp, methods: readonly string[]) =>
  (handle: RequestHandler): RequestHandler =>
  (request, response, next) => {
    if (!pattern.test(pathOf(request))) return next();
    if (methods.includes(request.method)) return handle(request, response, next);
    response.status(405).set('allow', methods.join(', '));
    response.json(errorBody('BAD_REQUEST', `Only ${methods.join(' and ')} is served here.`));
  };

/** Returns all that a subgraph receives of the client beside the body: no cookie, no token, no address. */
function forwardedHeaders(request: Request, response: Response, names: readonly string[]): Headers {
  const headers = new Headers({ 'x-request-id': requestIdOf(response) });
  const traceparent = activeSpan()?.traceparent;
  if (traceparent) headers.set('traceparent', traceparent);
  for (const name of names) {
    const value = request.get(name);
    if (value !== undefined) headers.set(name, value);
  }
  return headers;
}

function forwardedRequest(
  base: string,
  request: Request,
  headers: Headers,
  signal: AbortSignal,
): [URL, RequestInit] {
  const { method } = request;
  const body = method === 'GET' ? {} : { body: bytesOf(request) };
  // The client follows the subgraph's redirects, not the gateway.
  return [new URL(pathOf(request), base), { method, headers, ...body, redirect: 'manual', signal }];
}

async function sendResponse(response: Response, forwarded: globalThis.Response): Promise<void> {
  const body = Buffer.from(await forwarded.arrayBuffer());
  response.status(forwarded.status);
  for (const name of responseHeaders) {
    const value = forwarded.headers.get(name);
    if (value !== null) response.setHeader(name, value);
  }
  response.send(body);
}
