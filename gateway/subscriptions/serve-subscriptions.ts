import type { Server as HttpServer } from 'node:http';
import type { Log } from '@shop/service';
import { formatErrors } from '@shop/service';
import type { Express, RequestHandler } from 'express';
import type { IsAllowedOrigin } from '../http/cors.ts';
import type { Authenticate } from '../identity/authenticate.ts';
import type { Denylist } from '../identity/denylist.ts';
import type { GatewayMeter } from '../metrics/gateway-meter.ts';
import type { RateLimits } from '../rate-limit/rate-limits.ts';
import { createQuota } from './quotas.ts';
import { createRead } from './read-entity.ts';
import { serveEventStreams } from './serve-event-streams.ts';
import { serveSockets } from './serve-sockets.ts';
import { createSessions } from './session.ts';
import type { Starting } from './start-subscription.ts';
import type { SubscriptionGateway } from './subscription-gateway.ts';
import type { UpdateHub } from './update-hub.ts';
import type { SubscriptionVariables } from './variables.ts';

export type SubscriptionsOptions = {
  readonly env: SubscriptionVariables & { readonly OPERATION_TIMEOUT_MS: number };
  readonly log: Log;
  readonly app: Express;
  readonly server: HttpServer;
  readonly apollo: Starting['apollo'];
  readonly gateway: SubscriptionGateway;
  readonly hub: UpdateHub;
  readonly authenticate: Authenticate;
  readonly denylist: Pick<Denylist, 'onAdd'>;
  readonly rateLimits: RateLimits;
  readonly isAllowedOrigin: IsAllowedOrigin;
  readonly meter: Pick<GatewayMeter, 'subscribed' | 'connected' | 'sent' | 'limited'>;
};

/** Serves subscriptions over WebSocket, and returns the handler that serves them as event streams. */
export function serveSubscriptions(options: SubscriptionsOptions): {
  readonly eventStreams: RequestHandler;
  /** Ends all subscriptions, so that their clients connect again. */
  stop(): Promise<void>;
} {
  const { env, log, denylist, authenticate, gateway, server, meter } = options;
  const sessions = createSessions(authenticate);
  denylist.onAdd(() => sessions.checkAll());
  const common = {
    ...options,
    sessions,
    read: createRead(gateway.execute),
    formatError: formatErrors(log),
    timeoutMs: env.OPERATION_TIMEOUT_MS,
    perViewer: createQuota(env.SUBSCRIPTION_MAX_PER_VIEWER, () => meter.limited('subscriptions')),
    perAddress: createQuota(env.SUBSCRIPTION_MAX_CONNECTIONS, () => meter.limited('connections')),
  };
  const sockets = serveSockets(server, {
    ...common,
    maxPerConnection: env.SUBSCRIPTION_MAX_PER_CONNECTION,
    initTimeoutMs: env.SUBSCRIPTION_INIT_TIMEOUT_MS,
    pingMs: env.SUBSCRIPTION_PING_MS,
    idleMs: env.SUBSCRIPTION_IDLE_MS,
  });
  const events = serveEventStreams(common);
  return {
    eventStreams: events.handler,
    async stop() {
      await Promise.all([sockets.stop(), events.stop()]);
    },
  };
}
