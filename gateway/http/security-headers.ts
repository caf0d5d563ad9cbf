import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Whether a browser requests a page: the explorer needs scripts, which JSON does not. */
const wantsPage: (request: Parameters<RequestHandler>[0]) => boolean = (request) =>
  request.method === 'GET' && request.accepts(['json', 'html']) === 'html';

/**
 * Sets headers for an API: browsers must not render, frame, run or sniff its responses. HSTS in
 * production only, where TLS ends in front of the gateway; on a laptop it would lock out http://.
 */
export function securityHeaders(production: boolean): RequestHandler {
  const policy = {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  };
  const common = {
    strictTransportSecurity: production,
    referrerPolicy: { policy: 'no-referrer' },
  } as const;
  const forJson = helmet({
    ...common,
    contentSecurityPolicy: policy,
    xFrameOptions: { action: 'deny' },
  });
  const forPages = helmet({
    ...common,
    contentSecurityPolicy: false,
    crossOriginOpenerPolicy: false,
  });
  return (request, response, next) =>
    (!production && wantsPage(request) ? forPages : forJson)(request, response, next);
}
