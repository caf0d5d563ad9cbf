import type { Role } from './claims.ts';

type DemoAccount = {
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
};

/** The password of every demonstration account. */
export const demoPassword = 'shop-demo-2026';

/** The shop on the invoices of `npm start`. */
export const demoSeller = {
  SELLER_NAME: 'Demo Shop',
  SELLER_ADDRESS: 'Beispielstraße 1, 20095 Hamburg, Germany',
  SELLER_TAX_ID: 'DE000000000',
};

/** The accounts of the user subgraph's seed, with which people and tests sign in. */
export const demoAccounts = {
  admin: { email: 'admin@shop.example', displayName: 'Ada Admin', roles: ['ADMIN'] },
  staff: { email: 'staff@shop.example', displayName: 'Stan Staff', roles: ['STAFF'] },
  carla: { email: 'carla@shop.example', displayName: 'Carla Customer', roles: ['CUSTOMER'] },
  cem: { email: 'cem@shop.example', displayName: 'Cem Customer', roles: ['CUSTOMER'] },
} as const satisfies Readonly<Record<string, DemoAccount>>;
