import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Bundles the entries of the current workspace: its code and @shop/* inside, and the packages of many small modules,
// which load in half the time from one file. Other packages stay outside.

/** Entries that share their modules: a process that runs a graph and its worker has one of each. */
const services = ['main.ts', 'worker.ts', 'start-gateway.ts', 'start-graph.ts', 'start-worker.ts'];
/** Entries with modules of their own: what they share would be loaded whole, though they use little of it. */
const commands = [
  'prisma/seed.ts',
  'start/start.ts',
  'start/host.ts',
  'start/run-seeds.ts',
  'migrate/migrate.ts',
  'events/events.ts',
  'doctor/doctor.ts',
  'repair/repair.ts',
  'backup/backup.ts',
  'seed.ts',
];

/** Packages that are bundled, with what they depend on. */
const inside =
  /^(@apollo\/|@as-integrations\/|dataloader|graphql-tag|jsonwebtoken|libphonenumber-js|uuid|zod)/;
/** Packages that are never bundled: one copy of each for all bundles. */
const outside =
  /^(node:|graphql$|graphql\/|express$|pg$|pg-|pino|amqplib|ioredis|prom-client|@opentelemetry\/api$|@prisma\/|argon2)/;

const repository = fileURLToPath(new URL('../../', import.meta.url));
const root = join(repository, 'node_modules');

/** The folder in which Node finds a package that a module of this folder imports. */
function homeOf(name, folder) {
  const home = join(folder, 'node_modules', name);
  if (existsSync(home)) return home;
  return dirname(folder) === folder ? undefined : homeOf(name, dirname(folder));
}

/** Whether a package is in the root's node_modules, the only ones that images have. */
function isHoisted(path, folder) {
  const [name] = /^(@[^/]+\/)?[^/]+/.exec(path);
  return homeOf(name, folder) === join(root, name);
}

function isBundled({ path, kind, importer, resolveDir }) {
  if (kind === 'entry-point' || path.startsWith('@shop/')) return true;
  if (outside.test(path)) return false;
  // Two major versions: the one at the root is @apollo/gateway's.
  if (path.startsWith('@opentelemetry/')) return !isHoisted(path, resolveDir);
  return inside.test(path) || importer.includes('/node_modules/') || !isHoisted(path, resolveDir);
}

const bundle = (entries) =>
  build({
    entryPoints: entries.filter((entry) => existsSync(entry)),
    outdir: 'dist',
    entryNames: '[name]',
    splitting: true,
    chunkNames: 'chunk-[hash]',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    // For packages in CommonJS.
    banner: {
      js: "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);",
    },
    logLevel: 'warning',
    plugins: [
      {
        name: 'development-stays-outside',
        setup({ onResolve }) {
          // Imported on demand in a clone, such as the engine that writes migrations.
          onResolve({ filter: /^\./ }, ({ path, kind, importer }) =>
            kind === 'dynamic-import' && !importer.includes('/node_modules/')
              ? { path, external: true }
              : undefined,
          );
        },
      },
      {
        name: 'packages-stay-outside',
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, (imported) =>
            isBundled(imported) ? undefined : { path: imported.path, external: true },
          );
        },
      },
    ],
  }).catch(() => {
    // esbuild has printed the faults.
    process.exit(1);
  });
const built = await Promise.all([services, ...commands.map((entry) => [entry])].map(bundle));
const outputs = Object.assign({}, ...built.map(({ metafile }) => metafile.outputs));
const entries = [...services, ...commands];

// Chunks of earlier builds.
for (const entry of readdirSync('dist', { withFileTypes: true })) {
  if (entry.isFile() && !(`dist/${entry.name}` in outputs)) rmSync(join('dist', entry.name));
}

/** The sources whose code is in an output or in the chunks that it imports; packages excluded. */
function sourcesOf(output, found = new Set()) {
  if (found.has(output)) return [];
  found.add(output);
  const { inputs, imports } = outputs[output];
  const own = Object.keys(inputs).filter(
    (path) => inputs[path].bytesInOutput > 0 && !path.includes('node_modules/'),
  );
  const chunks = imports.filter(({ external }) => !external);
  return [...own, ...chunks.flatMap(({ path }) => sourcesOf(path, found))];
}

// `npm run dev` reads from it what a change affects.
const entryOutputs = Object.keys(outputs).filter((output) =>
  entries.includes(outputs[output].entryPoint),
);
const inputs = entryOutputs.map((output) => [
  basename(output, '.js'),
  sourcesOf(output).map((path) => relative(repository, resolve(path))),
]);
writeFileSync('dist/inputs.json', JSON.stringify(Object.fromEntries(inputs), undefined, 1));
