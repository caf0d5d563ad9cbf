import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, loadEnv } from 'vite';
import { compression } from 'vite-plugin-compression2';

/** Returns the gateway that the development server forwards to. */
const gatewayOf = (mode: string): string =>
  loadEnv(mode, '.', 'GATEWAY_')['GATEWAY_URL'] ?? 'http://localhost:4000';

/**
 * What every page needs, in one file: it changes seldom, and is compressed better than in parts. Without what only pages use
 * that are opened later.
 */
const libraries = {
  name: 'libraries',
  test: /node_modules\/(react|react-dom|scheduler|react-router|@apollo(?!.*\/(useSubscription|stripTypename|omitDeep)\.)|@wry|optimism|rxjs)\//,
};

/** What every page starts with beside them, in one file instead of many small ones, each of which costs a request. */
const shell = {
  name: 'shell',
  test: /packages\/(client\/dist\/(?!outbox)|web\/(layout|messages\/(format|language)|shop\/(?!event-streams)|start-page))|clients\/[^/]+\/src\/(app|layout|shop\/client)/,
};

/** React Router's package leads to its build with the warnings for developers, whatever is built. */
const productionRouter = {
  find: /^react-router$/,
  replacement: fileURLToPath(import.meta.resolve('react-router')).replace(
    /([\\/])development([\\/]).*/,
    '$1production$2index.mjs',
  ),
};

/** How every web application is built and developed; its scripts say where it is served (`--base`). */
export default defineConfig(({ command, mode }) => ({
  // Files of 1 kB and more get compressed ones beside them, which the gateway serves.
  plugins: [react(), compression({ algorithms: ['brotliCompress', 'gzip'], threshold: 1_024 })],
  resolve: {
    // RxJS without the code that old browsers need.
    conditions: ['es2015', ...defaultClientConditions],
    alias: command === 'build' ? [productionRouter] : [],
  },
  build: {
    target: 'es2022',
    // Styles, scripts and pictures are files: the policy of the page allows no `data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [libraries, shell] } } },
  },
  server: { proxy: { '/graphql': gatewayOf(mode), '/pictures': gatewayOf(mode) } },
}));
