export { type KeyColumn, keyset } from './keyset.ts';
export { prefixPattern } from './prefix.ts';
export { violatedConstraint } from './violated-constraint.ts';
