import { existsSync } from 'node:fs';
import { build } from 'esbuild';

// Bundles the entries of the current workspace: its code and @shop/* inside, packages outside.
const entries = [
  'main.ts',
  'worker.ts',
  'prisma/seed.ts',
  'start/start.ts',
  'migrate/migrate.ts',
  'events/events.ts',
  'seed.ts',
];

await build({
  entryPoints: entries.filter((entry) => existsSync(entry)),
  outdir: 'dist',
  entryNames: '[name]',
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
        onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === 'entry-point' || path.startsWith('@shop/')
            ? undefined
            : { path, external: true },
        );
      },
    },
  ],
});
