// Reads the supergraph's directives. It lives here because schema/tools, packages/service and the
// gateway all need it, and schema/ is the only place that all of them may import.
export * from './directives.ts';
export * from './field-sets.ts';
export { linksOf } from './links.ts';
export * from './read-supergraph.ts';
export * from './requirement.ts';
export * from './security-directives.ts';
export * from './viewer-data.ts';
