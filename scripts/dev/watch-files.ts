import { relative } from 'node:path';
import { watch } from 'chokidar';
import { root } from '../root.ts';

/** Editors write several files, or one file several times, for one change. */
const quietMs = 100;
const folders = ['gateway', 'packages', 'schema', 'scripts', 'subgraphs', 'workers'];
const ignored = /(^|\/)(node_modules|dist|generated|\.turbo|template|testing)(\/|$)|\.test\.ts$/;

/**
 * Calls `handle` with the paths of changed files, one call at a time. Changes during a call are handled in
 * the next one. Returns a function that ends the watch.
 */
export async function watchFiles(
  handle: (files: readonly string[]) => Promise<void>,
): Promise<() => Promise<void>> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let working = false;

  async function work(): Promise<void> {
    if (working) return;
    working = true;
    while (changed.size > 0) {
      const files = [...changed];
      changed.clear();
      await handle(files);
    }
    working = false;
  }

  const watcher = watch(folders, {
    cwd: root,
    ignoreInitial: true,
    ignored: (path) => ignored.test(relative(root, path)),
  });
  watcher.on('all', (_, path) => {
    changed.add(path.replaceAll('\\', '/'));
    clearTimeout(timer);
    timer = setTimeout(() => void work(), quietMs);
  });
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
