import { createRequire } from 'node:module';
import util from 'node:util';

const require = createRequire(import.meta.url);

// graphql-shield 7.6.5 calls `util.isUndefined`, which Node 23 removed. Its ES module build imports it
// by name and cannot even be loaded there; its CommonJS build looks it up when it is called.
const legacy = util as { isUndefined?: (value: unknown) => boolean };
legacy.isUndefined ??= (value) => value === undefined;

/** graphql-shield, on every Node there is. */
export const { allow, and, deny, rule, shield }: typeof import('graphql-shield') =
  require('graphql-shield');

/** graphql-middleware, the same copy that graphql-shield uses: it tells its generators by class. */
export const { applyMiddleware }: typeof import('graphql-middleware') =
  require('graphql-middleware');
