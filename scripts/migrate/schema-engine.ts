import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  DriverAdapterError,
  type SqlDriverAdapter,
} from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

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
 * Runs scripts whole, as Prisma's native engine does: in one transaction, whatever is in them. The
 * adapter's own way is to cut them at every semicolon, which breaks the bodies of functions.
 */
export class WholeScripts extends PrismaPg {
  readonly #pool: pg.Pool;
  /** What the database said of the script that failed; the engine passes on only part of it. */
  scriptError: pg.DatabaseError | undefined;

  constructor(pool: pg.Pool) {
    super(pool);
    this.#pool = pool;
  }

  override async connect() {
    const adapter = await super.connect();
    const runs: Pick<SqlDriverAdapter, 'executeScript'> = {
      executeScript: async (script) => void (await this.#pool.query(script).catch(this.#explain)),
    };
    return Object.assign(adapter, runs);
  }

  /** The engine replays all migrations in a shadow database: never in one that has data. */
  override async connectToShadowDb(): ReturnType<PrismaPg['connectToShadowDb']> {
    throw new Error('There is no shadow database.');
  }

  readonly #explain = (error: unknown): never => {
    if (!(error instanceof pg.DatabaseError)) throw error;
    this.scriptError = error;
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
  };
}

/** Prisma's schema engine as WebAssembly on a database. Throws what the engine or the database says. */
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
