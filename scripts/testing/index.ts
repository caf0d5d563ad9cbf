export {
  type SupervisedPostgres,
  startSupervisedPostgres,
} from '../postgres/supervised-postgres.ts';
export { type ShopProcesses, startShopProcesses } from './shop-processes.ts';
