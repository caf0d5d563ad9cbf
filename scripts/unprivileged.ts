import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

type Owner = { readonly uid: number; readonly gid: number };

/** How to run a program that refuses to run as root. */
export type Runner = {
  command(program: readonly string[]): string[];
  readonly spawn: { readonly uid?: number; readonly gid?: number };
  /** Who must own the files it writes, when that is not us. */
  readonly owner?: Owner;
};

const plain: Runner = { command: (program) => [...program], spawn: {} };

/** `nobody` and `nogroup` on Linux; the numbers exist everywhere, and own nothing. */
const nobody: Owner = { uid: 65_534, gid: 65_534 };

/**
 * PostgreSQL refuses to run as root. As root on Linux it runs in a user namespace, where it takes
 * itself for `nobody` and yet may enter our folders; where namespaces are forbidden (most
 * containers) it runs as the real `nobody`, which must then be able to reach the program.
 */
export async function unprivilegedRunner(program: string): Promise<Runner> {
  if (process.platform !== 'linux' || userInfo().uid !== 0) return plain;
  const unshare = [
    'unshare',
    '--user',
    `--map-user=${nobody.uid}`,
    `--map-group=${nobody.gid}`,
    '--',
  ];
  const runs = (command: readonly string[], options: object = {}) =>
    promisify(execFile)(command[0] as string, command.slice(1), options).then(
      () => true,
      () => false,
    );
  if (await runs([...unshare, program, '--version'])) {
    return { command: (args) => [...unshare, ...args], spawn: {} };
  }
  if (await runs([program, '--version'], nobody)) return { ...plain, spawn: nobody, owner: nobody };
  await access(program, constants.X_OK);
  throw new Error(
    'The embedded PostgreSQL does not run as root, and no other user can reach this folder. ' +
      'Start the shop as another user, or give *_DATABASE_URL of a PostgreSQL that runs elsewhere.',
  );
}
