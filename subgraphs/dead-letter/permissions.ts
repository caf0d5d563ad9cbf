import type { OwnRules } from '@shop/service';

/** The directives in dead-letter.graphql declare every rule. */
export const permissions: OwnRules = {};
