import type { OwnRules } from '@shop/service';

/** The directives in events.graphql say everything. */
export const permissions: OwnRules = {};
