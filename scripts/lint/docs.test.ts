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
const isScript = ({ name, workspace }: ReturnType<typeof scriptsOf>[number]): boolean => {
  const { scripts = {} } = JSON.parse(textOf(join(workspace, 'package.json')));
  return scripts[name] !== undefined;
};
/** Paths of URLs, and folders that appear when the shop, a build or a test runs. */
const made = /^\/|(?:^|\/)(?:assets|dist|generated|screenshots|\.data|DATA_DIR|node_modules)\//;

function foldersOf(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [`${folder}/`, ...foldersOf(folder)];
}

/**
 * Whether a file or folder has this path, from the root on. A document of a workspace may also begin at any folder of
 * that workspace, every other document anywhere.
 */
function exists(path: string, document: string): boolean {
  const home = dirname(document);
  const end = `${path.replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*')}$`;
  const isWorkspace = files.includes(join(home, 'package.json')) && home !== '.';
  const pattern = new RegExp(isWorkspace ? `^(?:${home}/(?:.*/)?)?${end}` : `(?:^|/)${end}`);
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
    expect(paths.filter((path) => !exists(path, document))).toEqual([]);
  });

  it.each(documents)('every npm script that %s names exists', (document) => {
    const named = scriptsOf(textOf(document));
    expect(named.filter((script) => !isScript(script))).toEqual([]);
  });
});

it('every path that a comment in the code names exists', () => {
  const path =
    /\b(?:docs|schema|gateway|subgraphs|workers|packages|scripts|e2e|examples|deploy|bench)\/[\w./-]+\.(?:ts|mjs|md|graphql|sh|json|yaml)\b/g;
  const comment = /^\s*(?:\/\/|\/?\*|#)/;
  const broken = files
    .filter((file) => /\.(?:ts|mjs|cjs|graphql|yml|sh|template)$/.test(file))
    .flatMap((file) =>
      textOf(file)
        .split('\n')
        .filter((line) => comment.test(line))
        .flatMap((line) => line.match(path) ?? [])
        .filter((named) => !exists(named, file))
        .map((named) => `${file}: ${named}`),
    );
  expect(broken).toEqual([]);
});

it('every name of the glossary exists in the code', () => {
  const [terms = ''] = textOf('docs/glossary.md').split('## Words that are not used');
  const code = files.filter((file) => /\.ts$/.test(file) && !file.startsWith('scripts/lint/'));
  const words = new Set(
    code
      .flatMap((file) => [file, textOf(file)])
      .join('\n')
      .match(/\w+/g),
  );
  const names = terms.split('\n').flatMap((line) => line.split(' | ')[2]?.match(/`\w+/g) ?? []);
  expect(names.map((name) => name.slice(1)).filter((name) => !words.has(name))).toEqual([]);
});
