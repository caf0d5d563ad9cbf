export { allOf, anyOf, prefixPattern } from './conditions.ts';
export { type KeyColumn, keyset } from './keyset.ts';
export { searchPage } from './search-page.ts';
export { violatedConstraint } from './violated-constraint.ts';
