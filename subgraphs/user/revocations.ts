import type { KeyObject } from 'node:crypto';
import { requireInternalToken, type Service } from '@shop/service';
import type { RevocationLog } from './domain/ports.ts';
import { recentRevocations } from './domain/recent-revocations.ts';

/** Serves the recent revocations of access tokens at `/revocations`, to the gateway only. */
export function serveRevocations(
  { app }: Pick<Service, 'app'>,
  gatewayKeys: ReadonlyMap<string, KeyObject>,
  revocations: RevocationLog,
): void {
  app.get('/revocations', requireInternalToken('user', gatewayKeys), async (_, response) => {
    response.json(await recentRevocations(revocations));
  });
}
