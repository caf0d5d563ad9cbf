export { allOf, anyOf, prefixPattern } from './conditions.ts';
export { type KeyColumn, keyset } from './keyset.ts';
export { listPage, searchPage } from './list-page.ts';
export { violatedConstraint } from './violated-constraint.ts';
