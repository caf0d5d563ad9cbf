import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, textOf } from './files.ts';
import { anchorsOf, linksOf, pathsOf, scriptsOf } from './markdown.ts';

const files = filesOf();
const folders = new Set(files.flatMap(foldersOf));
/** The changelog is history: it names what existed then. */
const documents = files.filter(
  (path) => path.endsWith('.md') && path !== 'CHANGELOG.md' && !path.includes('/template/'),
);
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
/** Paths of URLs, and folders that appear when the shop or a build runs. */
const made = /^\/|(?:^|\/)(?:dist|generated|\.data|DATA_DIR|node_modules)\//;

function foldersOf(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [`${folder}/`, ...foldersOf(folder)];
}

/** Whether something has this path, or ends with it. */
function exists(path: string): boolean {
  const pattern = new RegExp(`(?:^|/)${path.replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
  return [...(path.endsWith('/') ? folders : files)].some((known) => pattern.test(known));
}

describe('documents', () => {
  it.each(documents)('every relative link of %s leads to a file and a heading', (document) => {
    const broken = linksOf(textOf(document)).filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [path = '', anchor] = target.split('#');
      const linked = path === '' ? document : join(dirname(document), path);
      if (!files.includes(linked)) return !folders.has(`${linked.replace(/\/$/, '')}/`);
      return anchor !== undefined && !anchorsOf(textOf(linked)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it.each(documents)('every file and folder that %s names exists', (document) => {
    const paths = pathsOf(textOf(document)).filter((path) => !made.test(path));
    expect(paths.filter((path) => !exists(path))).toEqual([]);
  });

  it.each(documents)('every npm script that %s names exists', (document) => {
    const names = scriptsOf(textOf(document));
    expect(names.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
