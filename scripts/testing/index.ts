export { newKeys } from '../keys/keys.ts';
export {
  type SupervisedPostgres,
  startSupervisedPostgres,
} from '../postgres/supervised-postgres.ts';
export { buildRelease, newestRelease } from './build-release.ts';
export { createShopDatabases } from './create-shop-databases.ts';
export { type ReplicaProcess, startReplicatedShop } from './replicated-shop.ts';
export { chooseShopPorts, type ShopProcesses, startShopProcesses } from './shop-processes.ts';
