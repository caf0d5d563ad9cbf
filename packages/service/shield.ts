import { createRequire } from 'node:module';
import util from 'node:util';

const require = createRequire(import.meta.url);

// graphql-shield 7.6.5 calls `util.isUndefined`, which Node 23 removed. Its ES module build imports it
// by name and cannot be loaded there; its CommonJS build reads it at each call.
const legacy = util as { isUndefined?: (value: unknown) => boolean };
legacy.isUndefined ??= (value) => value === undefined;

/** graphql-shield, on every supported version of Node. */
export const { allow, and, deny, rule, shield }: typeof import('graphql-shield') =
  require('graphql-shield');

/** graphql-middleware, the copy that graphql-shield uses: it recognises generators by their class. */
export const { applyMiddleware }: typeof import('graphql-middleware') =
  require('graphql-middleware');
