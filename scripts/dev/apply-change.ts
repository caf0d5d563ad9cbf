import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';
import type { Program } from '../start/hosting.ts';
import { Stopped } from '../start/lifetime.ts';
import type { OpenShop } from '../start/shop.ts';
import { bundlesOf, type Inputs, planChange } from './plan-change.ts';
import {
  buildWorkspace,
  composeSupergraph,
  generatePrismaClient,
  generateTypes,
} from './run-tool.ts';

/** What the last build of a workspace read. */
function readInputs(folder: string): Inputs {
  const file = join(root, folder, 'dist/inputs.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

const foldersOf = (program: Program) => bundlesOf(program).map(({ folder }) => folder);

const named = ([first, ...others]: readonly string[]) =>
  others.length > 0 ? `${first} and ${others.length} more` : first;

/**
 * Returns the function that makes a running shop follow changes of its sources. A program that could not be
 * built or started is tried again at every change.
 */
export function createApplyChange(shop: OpenShop, report: (text: string) => void) {
  const failed = new Set<Program>();

  /** Reports the error of a step. Returns whether the step succeeded. */
  const attempt = (what: string, step: Promise<unknown>): Promise<boolean> =>
    step.then(
      () => true,
      (error: Error) => {
        if (!(error instanceof Stopped)) report(`! ${what}\n${error.message}`);
        return false;
      },
    );

  async function restart(program: Program, files: readonly string[]): Promise<void> {
    const began = performance.now();
    const started = await attempt(
      `${program.name} did not start. It starts again after the next change.`,
      shop.restart(program),
    );
    if (!started) return void failed.add(program);
    failed.delete(program);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    report(`> ${program.name}: restarted in ${seconds} s (${named(files)})`);
  }

  /** Builds folders, one after the other. Returns those whose build failed. */
  async function build(folders: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const broken = new Set<string>();
    for (const folder of folders) {
      const built = await attempt(`${folder}: the build failed.`, buildWorkspace(folder));
      if (!built) broken.add(folder);
    }
    return broken;
  }

  return async (files: readonly string[]): Promise<void> => {
    const plan = planChange(files, shop.programs, readInputs);
    if (plan.starter) report('! The starter has changed. Stop it and run npm run dev again.');
    if (plan.compose) {
      if (!(await attempt('The supergraph does not compose.', composeSupergraph()))) return;
      report('> schema: composed; the gateway loads it');
    }
    const types = plan.compose && attempt('The types are not generated.', generateTypes());
    for (const folder of plan.generate) {
      await attempt(`${folder}: no Prisma client.`, generatePrismaClient(folder));
    }
    for (const service of plan.migrate) {
      await attempt(`${service}: not migrated.`, shop.migrate(service));
    }
    const programs = new Set([...plan.restart, ...failed]);
    const broken = await build(new Set([...plan.build, ...[...failed].flatMap(foldersOf)]));
    await Promise.all(
      [...programs].map(async (program) => {
        if (foldersOf(program).some((folder) => broken.has(folder))) failed.add(program);
        else await restart(program, files);
      }),
    );
    await types;
  };
}
