import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { root } from '../root.ts';

/** Every place that can be written becomes read-only, in this process and its children alone. */
const remount = `
  for place in $(cut -d' ' -f5 /proc/self/mountinfo); do
    case $place in /proc*|/sys*|/dev|/dev/pts) ;; *) mount -o remount,bind,ro $place 2>/dev/null ;; esac
  done
  touch /tmp/x 2>/dev/null && exit 99
  exec "$@"`;

/** Root becomes another user without capabilities, which another user is already. */
const asUnprivileged = [
  'setpriv',
  ...['--reuid=65534', '--regid=65534', '--clear-groups'],
  ...['--no-new-privs', '--inh-caps=-all', '--bounding-set=-all'],
];

const isRoot = process.getuid?.() === 0;
const namespace = isRoot ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
const prefix = [...namespace, '--', 'sh', '-c', remount, 'sh', ...(isRoot ? asUnprivileged : [])];

/** Whether this system lets a process have a read-only file system of its own. */
export const canBeReadOnly = (): boolean =>
  process.platform === 'linux' && spawnSync('unshare', [...prefix, 'true']).status === 0;

/** Starts Node as an unprivileged user on a read-only file system, as in a container. */
export const spawnReadOnly = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess =>
  spawn('unshare', [...prefix, process.execPath, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
