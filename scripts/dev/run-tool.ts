import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../root.ts';

/** Runs Node in a folder of the repository. Throws with the output when it fails. */
async function runNode(folder: string, ...args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, args, { cwd: join(root, folder) }).catch(
    ({ stdout, stderr }) => {
      throw new Error(`${stdout}${stderr}`.trim());
    },
  );
}

/** Bundles the entries of a workspace. Throws with the faults of the sources. */
export const buildWorkspace = (folder: string): Promise<void> =>
  runNode(folder, join(root, 'scripts/build/build.mjs'));

export const generatePrismaClient = (folder: string): Promise<void> =>
  runNode(folder, join(root, 'scripts/build/prisma-generate.mjs'));

/** Composes the supergraph. Throws with the faults of the SDL. */
export const composeSupergraph = (): Promise<void> =>
  runNode('.', '--import', 'tsx', 'schema/tools/compose.ts');

/** Generates the types of resolvers and operations. Processes run without them. */
export const generateTypes = (): Promise<void> =>
  runNode('.', 'node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', 'codegen.yml');
