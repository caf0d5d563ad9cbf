import { ApolloLink } from '@apollo/client/link';
import { HttpLink } from '@apollo/client/link/http';
import { createRetryAfterLink } from './retry-after-link.ts';
import type { Session } from './session.ts';
import { createSessionLink } from './session-link.ts';

/** How a client sends its operations. */
export type LinkOptions = {
  /** The endpoint of the shop. */
  readonly uri: string;
  /** Name and version of the application: the shop counts by them who still uses what is deprecated. */
  readonly name: string;
  readonly version: string;
  /** The session of the viewer; without one, every operation is anonymous. */
  readonly session?: Session;
  /** The longest that an operation waits when the shop limits the rate; 30 seconds when absent. */
  readonly maxWaitMs?: number;
  readonly fetch?: typeof fetch;
  readonly wait?: (ms: number) => Promise<void>;
};

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Creates the link of Apollo Client to the shop. */
export function createLink(options: LinkOptions): ApolloLink {
  const { uri, name, version, session, maxWaitMs = 30_000, wait = sleep } = options;
  return ApolloLink.from([
    ...(session ? [createSessionLink(session)] : []),
    createRetryAfterLink({ maxWaitMs, wait }),
    new HttpLink({
      uri,
      clientAwareness: { name, version },
      ...(options.fetch && { fetch: options.fetch }),
    }),
  ]);
}
