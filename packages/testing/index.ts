export { until } from '@shop/service/until';
export * from './database.ts';
export * from './refusal-of.ts';
export * from './smtp-server.ts';
export * from './statements.ts';
export * from './tcp-proxy.ts';
export * from './test-app.ts';
