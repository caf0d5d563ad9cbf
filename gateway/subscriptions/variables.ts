import { wholeNumber } from '@shop/service';
import type { z } from 'zod';

const positive = wholeNumber(1);

/** Limits on the connections and subscriptions of one gateway. */
export const subscriptionVariables = {
  /** Connections of one client address, WebSocket and event streams together: a small office. */
  SUBSCRIPTION_MAX_CONNECTIONS: positive.default(200),
  /** Subscriptions on one WebSocket; a page needs a handful. */
  SUBSCRIPTION_MAX_PER_CONNECTION: positive.default(50),
  /** Subscriptions of one viewer on all connections, or of all anonymous clients behind one address. */
  SUBSCRIPTION_MAX_PER_VIEWER: positive.default(200),
  /** How long a client may take between the WebSocket and its `connection_init`. */
  SUBSCRIPTION_INIT_TIMEOUT_MS: positive.default(5_000),
  /** Period of pings; a client that has not answered one when the next is due is disconnected. */
  SUBSCRIPTION_PING_MS: positive.default(20_000),
  /** How long a WebSocket may stay open without a subscription. */
  SUBSCRIPTION_IDLE_MS: positive.default(300_000),
};
export type SubscriptionVariables = z.output<z.ZodObject<typeof subscriptionVariables>>;
