import type { Viewer } from '@shop/schema';

/** What the gateway knows about a request. */
export type GatewayContext = {
  /** `undefined` when anonymous. */
  readonly viewer: Viewer | undefined;
  /** The request has an access token that has expired; the viewer is anonymous. */
  readonly hasExpiredToken: boolean;
  readonly requestId: string;
  /** The client address. */
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  readonly traceparent: string | undefined;
};
