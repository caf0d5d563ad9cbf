import type { OwnRules } from '@shop/service';

/** The directives in product.graphql say everything; drafts are hidden where they are read. */
export const permissions: OwnRules = {};
