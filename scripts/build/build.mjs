import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Bundles the entries of the current workspace: its code and @shop/* inside, packages outside.
const entries = [
  'main.ts',
  'worker.ts',
  'start-graph.ts',
  'start-worker.ts',
  'prisma/seed.ts',
  'start/start.ts',
  'start/host.ts',
  'migrate/migrate.ts',
  'events/events.ts',
  'seed.ts',
];

const root = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** The folder in which Node finds a package that a module of this folder imports. */
function homeOf(name, folder) {
  const home = join(folder, 'node_modules', name);
  if (existsSync(home)) return home;
  return dirname(folder) === folder ? undefined : homeOf(name, dirname(folder));
}

/** Whether a package is in the root's node_modules, the only ones that images have. */
function isHoisted(path, folder) {
  const [name] = /^(@[^/]+\/)?[^/]+/.exec(path);
  return path.startsWith('node:') || homeOf(name, folder) === join(root, name);
}

// Chunks of earlier builds would stay.
rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: entries.filter((entry) => existsSync(entry)),
  outdir: 'dist',
  entryNames: '[name]',
  // Entries share their modules: a process that runs a graph and its worker has one of each.
  splitting: true,
  chunkNames: 'chunk-[hash]',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  logLevel: 'warning',
  plugins: [
    {
      name: 'development-stays-outside',
      setup({ onResolve }) {
        // Imported on demand in a clone, such as the engine that writes migrations.
        onResolve({ filter: /^\./ }, ({ path, kind }) =>
          kind === 'dynamic-import' ? { path, external: true } : undefined,
        );
      },
    },
    {
      name: 'packages-stay-outside',
      setup({ onResolve }) {
        onResolve({ filter: /^[^./]/ }, ({ path, kind, resolveDir }) => {
          const own = kind === 'entry-point' || path.startsWith('@shop/');
          return own || !isHoisted(path, resolveDir) ? undefined : { path, external: true };
        });
      },
    },
  ],
});
