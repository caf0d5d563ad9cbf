import type { Request } from 'express';
import type { GatewayContext } from '../context.ts';
import { clientAddress } from '../http/client-address.ts';

/** Returns what the gateway knows about the connection of a subscription, without its viewer. */
export const connectionContext = (request: Request, requestId: string): GatewayContext => ({
  viewer: undefined,
  hasExpiredToken: false,
  requestId,
  address: clientAddress(request),
  userAgent: request.get('user-agent'),
  refreshCookie: undefined,
});
