import type { Viewer } from '@shop/schema';
import { clientAddressHeader, clientAgentHeader, refreshTokenHeader } from '@shop/service';
import { activeSpan } from '@shop/service/telemetry';
import type { GatewayContext } from '../../context.ts';

/** The only subgraph that signs in, and that receives and sets the refresh cookie. */
export const sessionSubgraph = 'user';

/** Creates the internal token for one subgraph. */
export type TokenFor = (viewer: Viewer | undefined, subgraph: string) => string;

/** Returns the headers of a request to a subgraph. None is a header of the client as it was sent. */
export function requestHeaders(
  { requestId, address, userAgent, refreshCookie }: GatewayContext,
  viewer: Viewer | undefined,
  subgraph: string,
  tokenFor: TokenFor,
): Record<string, string> {
  const traceparent = activeSpan()?.traceparent;
  const cookie = subgraph === sessionSubgraph ? refreshCookie : undefined;
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    authorization: `Bearer ${tokenFor(viewer, subgraph)}`,
    'x-request-id': requestId,
    ...(address && { [clientAddressHeader]: address }),
    ...(userAgent && { [clientAgentHeader]: userAgent }),
    ...(traceparent && { traceparent }),
    ...(cookie && { [refreshTokenHeader]: cookie.token }),
  };
}
