import { refuse } from '@shop/domain';
import type { Account } from './user.ts';

/**
 * Refuses NOT_ADMINISTRATOR unless this account is an administrator now, under its lock: the access token of the
 * request may be older than a change. Since administrators cannot remove themselves, one always remains.
 */
export function assertAdministrator(account: Account | undefined): void {
  if (account?.status === 'ACTIVE' && account.roles.includes('ADMIN')) return;
  refuse('NOT_ADMINISTRATOR', 'You are no longer an administrator.');
}
