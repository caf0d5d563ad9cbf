import { pageOf } from '../table/table-state.ts';
import type { Role, UserStatus, UsersQueryVariables } from './generated/users.ts';

export const roles: readonly Role[] = ['CUSTOMER', 'STAFF', 'ADMIN'];
export const userStatuses: readonly UserStatus[] = ['ACTIVE', 'SUSPENDED'];

/** Returns the accounts that a URL stands for: `?q=nel&role=STAFF&status=SUSPENDED&after=…`. */
export function usersOf(params: URLSearchParams): UsersQueryVariables {
  const search = params.get('q')?.trim();
  const role = roles.find((one) => one === params.get('role'));
  const status = userStatuses.find((one) => one === params.get('status'));
  const filter = { ...(search && { search }), ...(role && { role }), ...(status && { status }) };
  return { filter, ...pageOf(params) };
}

/** Every set of roles that an account may have. */
export const roleSets: readonly (readonly Role[])[] = Array.from({ length: 7 }, (_, n) =>
  roles.filter((_role, bit) => (n + 1) & (1 << bit)),
);
