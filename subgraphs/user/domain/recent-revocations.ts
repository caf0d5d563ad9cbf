import { accessTokenSeconds, type Revocations } from '@shop/schema';
import type { RevocationLog } from './ports.ts';

/** For clocks that differ, and for a question that is on its way. */
const marginSeconds = 60;

/** What was revoked within one life of an access token; older tokens have expired by themselves. */
export const recentRevocations = (
  revocations: RevocationLog,
  now = new Date(),
): Promise<Revocations> =>
  revocations.since(new Date(now.getTime() - (accessTokenSeconds + marginSeconds) * 1_000));
