import type { OwnRules } from '@shop/service';

/** The directives in inventory.graphql say everything; reservations are scoped where they are read. */
export const permissions: OwnRules = {};
