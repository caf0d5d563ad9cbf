import type { Program } from '../start/hosting.ts';

/** The sources of a workspace's bundles, by entry: paths in the repository. */
export type Inputs = Readonly<Record<string, readonly string[]>>;

/** What has to be done after files have changed. */
export type Plan = {
  /** Whether the supergraph is composed again. The gateway loads it without a restart. */
  readonly compose: boolean;
  /** Folders whose Prisma client is generated again. */
  readonly generate: readonly string[];
  /** Services whose pending migrations are applied. */
  readonly migrate: readonly string[];
  /** Folders that are built again. */
  readonly build: readonly string[];
  readonly restart: readonly Program[];
  /** Whether the starter itself has changed, which only a new start applies. */
  readonly starter: boolean;
};

/** A bundle that a program runs. */
type Bundle = { readonly folder: string; readonly entry: string; readonly graph?: string };

/** The bundles that a program runs. */
export const bundlesOf = ({ runs }: Program): Bundle[] => [
  ...runs.map(({ folder, kind, service }) => ({
    folder,
    entry: `start-${kind}`,
    ...(kind === 'graph' && { graph: service }),
  })),
  { folder: 'scripts', entry: 'host' },
];

/** The subgraph whose SDL a file is; `shared` for all of them. */
function sdlOf(file: string): string | undefined {
  const [, name] = /^schema\/([a-z-]+)\.graphql$/.exec(file) ?? [];
  return name === 'supergraph' || name === 'api' || name === 'shop' ? undefined : name;
}

/** Decides what changed files affect. `inputsOf` returns the inputs of the last build of a folder. */
export function planChange(
  files: readonly string[],
  programs: readonly Program[],
  inputsOf: (folder: string) => Inputs,
): Plan {
  const sdl = files.map(sdlOf).filter((name) => name !== undefined);
  const has = (folder: string, path: RegExp) =>
    files.some((file) => file.startsWith(`${folder}/`) && path.test(file));
  const specs = programs.flatMap(({ runs }) => runs);
  const generate = specs.filter(({ folder }) => has(folder, /\/prisma\/schema\.prisma$/));
  const migrate = specs.filter(({ folder }) => has(folder, /\/migrations\/[^/]+\/migration\.sql$/));

  const isStale = ({ folder, entry, graph }: Bundle) =>
    files.some((file) => inputsOf(folder)[entry]?.includes(file)) ||
    (graph !== undefined && (sdl.includes(graph) || sdl.includes('shared'))) ||
    generate.some((spec) => spec.folder === folder);
  const stale = programs.flatMap(bundlesOf).filter(isStale);
  const isAffected = (program: Program) =>
    bundlesOf(program).some(isStale) || program.runs.some((spec) => migrate.includes(spec));
  return {
    compose: sdl.length > 0,
    generate: [...new Set(generate.map(({ folder }) => folder))],
    migrate: [...new Set(migrate.map(({ service }) => service))],
    build: [...new Set(stale.map(({ folder }) => folder))],
    restart: programs.filter(isAffected),
    starter: files.some(
      (file) => file.startsWith('scripts/') && inputsOf('scripts')['start']?.includes(file),
    ),
  };
}
