import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';

type Bindings = { __wbg_set_wasm(exports: object): void };

/** Node has it; the type library for Node does not. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ readonly instance: { readonly exports: Record<string, unknown> } }>;
};

let loading: Promise<void> | undefined;

/** The package's own entry needs a bundler that understands `import … from '*.wasm'`; Node does not. */
function load(): Promise<void> {
  loading ??= (async () => {
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

/** Prisma's schema engine as WebAssembly, connected to a database through `@prisma/adapter-pg`. */
export async function createSchemaEngine(
  databaseUrl: string,
  datamodels: [string, string][] = [],
): Promise<engine.SchemaEngine> {
  await load();
  const factory = bindMigrationAwareSqlAdapterFactory(
    new PrismaPg({ connectionString: databaseUrl }),
  );
  return engine.SchemaEngine.new({ datamodels }, () => undefined, factory);
}

export const noFilters = { externalTables: [], externalEnums: [] };
