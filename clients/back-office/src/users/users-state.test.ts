import { expect, it } from 'vitest';
import { roleSets, usersOf } from './users-state.ts';

it('the URL of a list of accounts is its state, and an unknown role is left out', () => {
  expect(usersOf(new URLSearchParams('q=nel&role=STAFF&status=SUSPENDED&after=c1'))).toEqual({
    filter: { search: 'nel', role: 'STAFF', status: 'SUSPENDED' },
    first: 20,
    after: 'c1',
  });
  expect(usersOf(new URLSearchParams('role=KING'))).toEqual({ filter: {}, first: 20 });
});

it('an account has at least one role', () => {
  expect(roleSets.map((set) => set.join())).toEqual([
    'CUSTOMER',
    'STAFF',
    'CUSTOMER,STAFF',
    'ADMIN',
    'CUSTOMER,ADMIN',
    'STAFF,ADMIN',
    'CUSTOMER,STAFF,ADMIN',
  ]);
});
