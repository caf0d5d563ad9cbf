export { type EmbeddedPostgres, startPostgres } from '../postgres/embedded-postgres.ts';
export { type ShopProcesses, startShopProcesses } from './shop-processes.ts';
