import type { Viewer } from '@shop/schema';
import type { ExecutionResult } from 'graphql';
import type { CachedOperation } from './cache/cached-operation.ts';
import type { ClientCookie } from './http/refresh-cookie.ts';
import type { SignIn } from './identity/sign-in.ts';
import type { AcceptedSubscription } from './operation/operation-request.ts';

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
  /** Aborted when the client has gone before its response. */
  readonly signal?: AbortSignal;
  /** When the response has to be there, in the time of `performance.now()`. */
  readonly deadline?: number;
  /** The refresh cookie, in the session mode `cookie` only. */
  readonly refreshCookie: ClientCookie | undefined;
  /** Only while an operation that signs in is executed. */
  readonly signIn?: SignIn | undefined;
  /** Takes the whole response of an operation whose first part is returned before (`@defer`), where a client reads parts. */
  readonly onDeferred?: (whole: Promise<ExecutionResult>) => void;
  /** Takes an operation whose response comes from the response cache. */
  readonly onCacheHit?: (operation: CachedOperation) => void;
  /** Takes the accepted operation where only subscriptions are served. */
  readonly onSubscription?: (accepted: AcceptedSubscription) => void;
};
