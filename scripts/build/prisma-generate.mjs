import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

// Generates the Prisma client of the current workspace. Generating needs no schema engine, but the CLI
// downloads one unless it finds it; any existing file will do.
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [cli, 'generate', '--schema', 'prisma/schema.prisma'],
  {
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
    encoding: 'utf8',
  },
);
if (status !== 0) process.stderr.write(stdout + stderr);
process.exit(status ?? 1);
