import { accessTokenSeconds, type Revocations } from '@shop/schema';
import type { RevocationLog } from './ports.ts';

/** Allows for clock differences and for the time of the request. */
const marginSeconds = 60;

/** Returns what was revoked within one lifetime of an access token; older tokens have expired. */
export const recentRevocations = (
  revocations: RevocationLog,
  now = new Date(),
): Promise<Revocations> =>
  revocations.since(new Date(now.getTime() - (accessTokenSeconds + marginSeconds) * 1_000));
