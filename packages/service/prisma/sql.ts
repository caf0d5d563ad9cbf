export { type KeyColumn, keyset } from './keyset.ts';
export { prefixPattern } from './prefix.ts';
