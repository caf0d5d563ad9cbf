import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { textOf } from './files.ts';

type Update = { 'package-ecosystem': string; ignore?: { 'dependency-name': string }[] };

const json = (path: string) => JSON.parse(textOf(path));
const { engines, overrides } = json('package.json') as {
  engines: { node: string };
  overrides: Record<string, string>;
};

it('CI checks every major version of Node that package.json supports', () => {
  const supported = [...engines.node.matchAll(/(\d+)\.\d+\.\d+/g)].map(([, major]) =>
    Number(major),
  );
  const { jobs } = parse(textOf('.github/workflows/ci.yml'));
  expect(jobs.check.strategy.matrix.node).toEqual(supported);
});

it('a workflow builds every image of the compose file', () => {
  const { services } = parse(textOf('docker-compose.yml'), { merge: true }) as {
    services: Record<string, { build?: { args: { WORKSPACE: string } } }>;
  };
  const images = Object.values(services).flatMap(({ build }) => build?.args.WORKSPACE ?? []);
  const { jobs } = parse(textOf('.github/workflows/images.yml'));
  const built: string[] = jobs.image.strategy.matrix.workspace;
  expect([...built].sort()).toEqual([...new Set(images)].sort());
});

it('the version manager, the images and the devcontainer use the same Node', () => {
  const node = textOf('.nvmrc').trim();
  expect(textOf('deploy/Dockerfile')).toContain(`FROM node:${node}-`);
  expect(json('.devcontainer/devcontainer.json').image).toContain(`:${node}-`);
});

it('the update bot leaves packages alone that package.json overrides', () => {
  const { updates } = parse(textOf('.github/dependabot.yml')) as { updates: Update[] };
  const ignored = updates
    .filter((update) => update['package-ecosystem'] === 'npm')
    .flatMap(({ ignore = [] }) => ignore.map((rule) => rule['dependency-name']));
  const isIgnored = (name: string) =>
    ignored.some((rule) =>
      rule.endsWith('*') ? name.startsWith(rule.slice(0, -1)) : name === rule,
    );
  const names = Object.keys(overrides).map((key) => key.replace(/(?<=.)@[^/]*$/, ''));
  expect(names.filter((name) => !isIgnored(name))).toEqual([]);
});

it('the devcontainer installs the extensions that the workspace recommends', () => {
  const { customizations } = json('.devcontainer/devcontainer.json');
  expect(customizations.vscode.extensions).toEqual(json('.vscode/extensions.json').recommendations);
});

it('.editorconfig states the format of biome.json', () => {
  const { indentStyle, indentWidth, lineWidth } = json('biome.json').formatter;
  expect(textOf('.editorconfig')).toMatch(
    new RegExp(
      `indent_style = ${indentStyle}\nindent_size = ${indentWidth}\n(?:.*\n)*?max_line_length = ${lineWidth}\n`,
    ),
  );
});
