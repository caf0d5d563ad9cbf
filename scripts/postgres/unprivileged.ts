import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { promisify } from 'node:util';

type Owner = { readonly uid: number; readonly gid: number };

/** How to run a program that refuses to run as root. */
export type Runner = {
  /** The words before the program and its arguments. */
  readonly prefix: readonly string[];
  readonly spawn: { readonly uid?: number; readonly gid?: number };
  /** The owner of the files that the program writes; `undefined` when it is the current user. */
  readonly owner?: Owner;
};

const execute = promisify(execFile);
const root: Owner = { uid: 0, gid: 0 };
/** The system's unprivileged user and group, by these numbers on every Linux. */
const unprivileged: Owner = { uid: 65_534, gid: 65_534 };

/** In a user namespace root appears as the unprivileged user, and may still enter and write its folders. */
const inNamespace: Runner = {
  prefix: [
    'unshare',
    '--user',
    `--map-user=${unprivileged.uid}`,
    `--map-group=${unprivileged.gid}`,
    '--',
  ],
  spawn: {},
  owner: root,
};

/**
 * The unprivileged user, with the one capability that lets it enter root's folders. `no_setuid_fixup` makes
 * access(2), with which PostgreSQL checks its own binaries, honour that capability.
 */
const withCapability: Runner = {
  prefix: [
    'setpriv',
    ...[`--reuid=${unprivileged.uid}`, `--regid=${unprivileged.gid}`, '--clear-groups'],
    ...['--inh-caps=+dac_override', '--ambient-caps=+dac_override'],
    ...['--securebits=+no_setuid_fixup', '--'],
  ],
  spawn: {},
  owner: unprivileged,
};

/** The unprivileged user as it is: enough where every user may enter the folders, as in most images. */
const asUnprivileged: Runner = { prefix: [], spawn: unprivileged, owner: unprivileged };

/** How root may run it, the safest first. Containers forbid the first, some the second. */
export const rootRunners = { inNamespace, withCapability, asUnprivileged } as const;

/**
 * Chooses how to run `program`, which must accept `--version`: as the current user or, since PostgreSQL
 * refuses to run as root, with the first runner that works. Throws when root has no such runner.
 */
export async function chooseRunner(program: string): Promise<Runner> {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return { prefix: [], spawn: {} };
  for (const runner of Object.values(rootRunners)) {
    const [command, ...args] = commandOf(runner, [program, '--version']);
    const runs = await execute(command, args, runner.spawn).then(
      () => true,
      () => false,
    );
    if (runs) return runner;
  }
  throw new Error(
    'PostgreSQL does not run as root, and no other user can reach this folder. Start the shop as ' +
      'another user, or set *_DATABASE_URL to a PostgreSQL that runs elsewhere.',
  );
}

/** Returns the command line with which this runner starts the program. */
export const commandOf = (
  { prefix }: Runner,
  [program, ...args]: readonly [string, ...string[]],
): [string, ...string[]] => {
  const [first, ...rest] = prefix;
  return first === undefined ? [program, ...args] : [first, ...rest, program, ...args];
};

/** Makes the runner's user the owner of a file or a folder with its content. Cheap when it already is. */
export async function changeOwner(path: string, { owner }: Runner): Promise<void> {
  if (!owner) return;
  const { uid } = await lstat(path);
  if (uid === owner.uid) return;
  await execute('chown', ['-R', `${owner.uid}:${owner.gid}`, path]);
}
