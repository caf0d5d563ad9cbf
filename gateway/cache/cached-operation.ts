import type { AccessPolicy } from '../access/policy.ts';
import type { CachedUse } from '../metrics/cached-use.ts';
import type { CacheAudience } from './audience.ts';

/** A response that was found: until when it may be sent again, and for which audience. */
export type CacheHit = {
  readonly policy: AccessPolicy;
  readonly subgraphs: readonly string[];
  readonly generations: readonly string[];
  readonly audience: CacheAudience;
  readonly secondsLeft: number;
};

/** An operation whose response was found in the response cache, with what counts whenever it is sent. */
export type CachedOperation = CacheHit &
  CachedUse & {
    /** The requests that it counts as, for rate limits. */
    readonly requests: number;
  };
