import type { AccessPolicy } from '../access/policy.ts';
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
export type CachedOperation = CacheHit & {
  readonly operationName: string | null;
  /** The requests that it counts as, for rate limits. */
  readonly requests: number;
  /** What it uses that is deprecated, for metrics. */
  readonly deprecated: readonly string[];
};
