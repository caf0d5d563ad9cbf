import { expect, it } from 'vitest';
import { filesOf, textOf } from './files.ts';

/** Files that declare variables of a process, as keys of zod schemas. */
const declares = /(?:^|\/)(?:env|variables)\.ts$|^subgraphs\/order\/payments\/.*\.ts$/;
const declared = filesOf()
  .filter((file) => declares.test(file))
  .flatMap((file) => [...textOf(file).matchAll(/\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*):/g)])
  .map(([, name]) => name ?? '')
  .filter((name) => name.includes('_') || name === 'PORT' || name === 'HOST');

const [, table = ''] = textOf('docs/operations.md').split('## Environment');
const documented = table
  .split('\n## ')[0]
  ?.split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => line.split(' | ')[0]?.match(/[A-Z][A-Z0-9_]+/g) ?? []);

/** One row has the databases of all services. */
const isDatabase = (name: string) => name.endsWith('_DATABASE_URL') && name !== 'BUS_DATABASE_URL';

it('docs/operations.md lists every variable that a process reads', () => {
  expect(declared.length).toBeGreaterThan(40);
  expect(declared.filter((name) => !isDatabase(name) && !documented?.includes(name))).toEqual([]);
});
