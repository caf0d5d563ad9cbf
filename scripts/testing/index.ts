export {
  type SupervisedPostgres,
  startSupervisedPostgres,
} from '../postgres/supervised-postgres.ts';
export { createShopDatabases } from './create-shop-databases.ts';
export { type ShopProcesses, startShopProcesses } from './shop-processes.ts';
