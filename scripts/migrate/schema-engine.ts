import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  DriverAdapterError,
  type SqlDriverAdapter,
} from '@prisma/driver-adapter-utils';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { readMigrations } from './migrations.ts';

type Bindings = { __wbg_set_wasm(exports: object): void };

/** Node has it; the type library for Node does not. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ readonly instance: { readonly exports: Record<string, unknown> } }>;
};

/** The engine calls this global with the message of a panic before it traps. */
const panics = {
  PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => console.error(text) },
};

let loading: Promise<void> | undefined;

/** The package's own entry needs a bundler that understands `import … from '*.wasm'`; Node does not. */
function load(): Promise<void> {
  loading ??= (async () => {
    Object.assign(globalThis, panics);
    const require = createRequire(import.meta.url);
    const script = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
    const bytes = await readFile(join(script, '..', 'schema_engine_bg.wasm'));
    const imports = { './schema_engine_bg.js': engine };
    const { instance } = await WebAssembly.instantiate(bytes, imports);
    (engine as unknown as Bindings).__wbg_set_wasm(instance.exports);
    (instance.exports['__wbindgen_start'] as () => void)();
  })();
  return loading;
}

/**
 * Runs a script as one message to the server, as Prisma's native engine does. The adapter itself cuts
 * it at every semicolon, which breaks the bodies of functions.
 */
export class WholeScripts extends PrismaPg {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super(pool);
    this.#pool = pool;
  }

  override async connect() {
    const adapter = await super.connect();
    const runs: Pick<SqlDriverAdapter, 'executeScript'> = {
      executeScript: async (script) => void (await this.#pool.query(script).catch(rethrow)),
    };
    return Object.assign(adapter, runs);
  }

  /** The engine replays all migrations in a shadow database: never in one that has data. */
  override async connectToShadowDb(): ReturnType<PrismaPg['connectToShadowDb']> {
    throw new Error('There is no shadow database.');
  }
}

/** Passes an error of the database on in the shape that the engine understands. */
function rethrow(error: unknown): never {
  if (!(error instanceof pg.DatabaseError)) throw error;
  const { code = 'XX000', severity = 'ERROR', message, detail, column, hint } = error;
  throw new DriverAdapterError({
    kind: 'postgres',
    code,
    severity,
    message,
    detail,
    column,
    hint,
  });
}

/**
 * Prisma's schema engine as WebAssembly on a database. It writes migrations and checks ours; nothing
 * that runs in production needs it.
 */
export async function createSchemaEngine(
  adapter: WholeScripts,
  schemaPath: string,
): Promise<engine.SchemaEngine> {
  await load();
  const factory = bindMigrationAwareSqlAdapterFactory(adapter);
  const datamodels: [string, string][] = [[schemaPath, await readFile(schemaPath, 'utf8')]];
  return engine.SchemaEngine.new({ datamodels }, () => undefined, factory);
}

export const noFilters = { externalTables: [], externalEnums: [] };

/** The migrations of a service in the shape that the engine reads. */
export async function readMigrationList(baseDir: string): Promise<MigrationList> {
  const lock = join(baseDir, 'migration_lock.toml');
  const migrations = await readMigrations(baseDir);
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: await readFile(lock, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}
