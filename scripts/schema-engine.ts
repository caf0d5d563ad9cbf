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
class WholeScripts extends PrismaPg {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super(pool);
    this.#pool = pool;
  }

  override async connect() {
    const adapter = await super.connect();
    const runs: Pick<SqlDriverAdapter, 'executeScript'> = {
      executeScript: async (script) => void (await this.#pool.query(script).catch(explain)),
    };
    return Object.assign(adapter, runs);
  }
}

function explain(error: unknown): never {
  if (!(error instanceof pg.DatabaseError)) throw error;
  const { code = 'XX000', severity = 'ERROR', message, detail, column, hint } = error;
  throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}

/** Prisma's schema engine as WebAssembly on a database. Throws what the engine or the database says. */
export async function createSchemaEngine(
  pool: pg.Pool,
  schemaPath: string,
): Promise<engine.SchemaEngine> {
  await load();
  const factory = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
  const datamodels: [string, string][] = [[schemaPath, await readFile(schemaPath, 'utf8')]];
  return engine.SchemaEngine.new({ datamodels }, () => undefined, factory);
}

export const noFilters = { externalTables: [], externalEnums: [] };
