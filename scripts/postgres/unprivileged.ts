import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { promisify } from 'node:util';

type Owner = { readonly uid: number; readonly gid: number };

/** How to run a program that refuses to run as root. */
export type Runner = {
  /** Goes in front of the program and its arguments. */
  readonly prefix: readonly string[];
  readonly spawn: { readonly uid?: number; readonly gid?: number };
  /** Who must own the files the program writes; `undefined` when that is us anyway. */
  readonly owner?: Owner;
};

const execute = promisify(execFile);
const root: Owner = { uid: 0, gid: 0 };
/** `nobody` and `nogroup`, by these numbers on every Linux. */
const nobody: Owner = { uid: 65_534, gid: 65_534 };

/** In a user namespace root takes itself for `nobody`, and may still enter and write our folders. */
const inNamespace: Runner = {
  prefix: ['unshare', '--user', `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`, '--'],
  spawn: {},
  owner: root,
};

/**
 * The real `nobody`, with the one capability that lets it enter our folders. `no_setuid_fixup`
 * makes access(2), by which PostgreSQL judges its own binaries, honour that capability.
 */
const withCapability: Runner = {
  prefix: [
    'setpriv',
    ...[`--reuid=${nobody.uid}`, `--regid=${nobody.gid}`, '--clear-groups'],
    ...['--inh-caps=+dac_override', '--ambient-caps=+dac_override'],
    ...['--securebits=+no_setuid_fixup', '--'],
  ],
  spawn: {},
  owner: nobody,
};

/** The real `nobody`: enough where everybody may enter our folders, as in most images. */
const asNobody: Runner = { prefix: [], spawn: nobody, owner: nobody };

/** The ways that root has, in the order of trust in them. Containers forbid the first, some the second. */
export const waysOfRoot = { inNamespace, withCapability, asNobody } as const;

/**
 * Chooses how to run `program`, which must know `--version`: as we are, or, since PostgreSQL refuses
 * to run as root, in the first way that works. Throws when root has no such way.
 */
export async function chooseRunner(program: string): Promise<Runner> {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return { prefix: [], spawn: {} };
  for (const runner of Object.values(waysOfRoot)) {
    const [command, ...args] = commandOf(runner, [program, '--version']);
    const runs = await execute(command, args, runner.spawn).then(
      () => true,
      () => false,
    );
    if (runs) return runner;
  }
  throw new Error(
    'PostgreSQL does not run as root, and no other user can reach this folder. Start the shop as ' +
      'another user, or give *_DATABASE_URL of a PostgreSQL that runs elsewhere.',
  );
}

/** The program and its arguments as this runner runs them. */
export const commandOf = (
  { prefix }: Runner,
  [program, ...args]: readonly [string, ...string[]],
): [string, ...string[]] => {
  const [first, ...rest] = prefix;
  return first === undefined ? [program, ...args] : [first, ...rest, program, ...args];
};

/** Makes the runner's user own a file or a folder with all that is in it. Cheap when it does already. */
export async function give(path: string, { owner }: Runner): Promise<void> {
  if (!owner) return;
  const { uid } = await lstat(path);
  if (uid === owner.uid) return;
  await execute('chown', ['-R', `${owner.uid}:${owner.gid}`, path]);
}
