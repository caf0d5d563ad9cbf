import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, loadEnv } from 'vite';

/** Returns the gateway that the development server forwards to. */
const gatewayOf = (mode: string): string =>
  loadEnv(mode, '.', 'GATEWAY_')['GATEWAY_URL'] ?? 'http://localhost:4000';

/** What every page needs, in one file: it changes seldom, and is compressed better than in parts. */
const libraries = {
  name: 'libraries',
  test: /node_modules\/(react|react-dom|scheduler|react-router|@apollo|@wry|optimism|rxjs)\//,
};

/** How every web application is built and developed; its scripts say where it is served (`--base`). */
export default defineConfig(({ mode }) => ({
  plugins: [react()],
  // RxJS without the code that old browsers need.
  resolve: { conditions: ['es2015', ...defaultClientConditions] },
  build: {
    target: 'es2022',
    // Styles, scripts and pictures are files: the policy of the page allows no `data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [libraries] } } },
  },
  server: { proxy: { '/graphql': gatewayOf(mode), '/pictures': gatewayOf(mode) } },
}));
