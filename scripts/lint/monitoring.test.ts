import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../root.ts';
import { processNames } from '../start/environment.ts';
import { filesOf, textOf } from './files.ts';
import { anchorsOf } from './markdown.ts';

const folder = 'deploy/monitoring';
const ruleFiles = filesOf(`${folder}/rules`);

type Rule = {
  readonly alert: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
};
type Group = { readonly name: string; readonly rules: readonly Rule[] };
const rules = ruleFiles.flatMap((file) =>
  (parse(textOf(file)) as { groups: Group[] }).groups.flatMap((group) => group.rules),
);

/** Runs promtool, of the package `prometheus`; `undefined` where it is not installed. */
function promtool(...args: string[]) {
  const { error, status, stdout, stderr } = spawnSync('promtool', args, {
    cwd: root,
    encoding: 'utf8',
  });
  return error ? undefined : { status, output: stdout + stderr };
}
const isInstalled = promtool('--version') !== undefined;
if (!isInstalled) {
  const message = 'promtool is not installed: the rules of alerts are not checked.';
  if (process.env['CI']) throw new Error(message);
  console.warn(message);
}

describe.skipIf(!isInstalled)('promtool', () => {
  it('the configuration of Prometheus is valid, and so are the rules that it reads', () => {
    const result = promtool('check', 'config', join(folder, 'prometheus.yml'));
    expect([result?.status, result?.output]).toEqual([0, expect.stringContaining('SUCCESS')]);
    for (const file of ruleFiles) expect(result?.output).toContain(file);
  });

  it('a broken shop fires each alert, and a healthy one none', () => {
    const result = promtool('test', 'rules', join(folder, 'rules.test.yml'));
    expect([result?.status, result?.output]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });
});

it('each alert has a test in which it fires', () => {
  const tested = [...textOf(`${folder}/rules.test.yml`).matchAll(/alertname="(\w+)"/g)].map(
    ([, name]) => name,
  );
  expect(rules.length).toBeGreaterThan(20);
  expect(tested.sort()).toEqual(rules.map(({ alert }) => alert).sort());
});

it('each alert has a section of the runbook, and each section an alert', () => {
  const runbook = textOf('docs/operations.md').split('\n## Runbook\n')[1]?.split('\n## ')[0] ?? '';
  const sections = anchorsOf(runbook).map((anchor) => `docs/operations.md#${anchor}`);
  expect(rules.map(({ annotations }) => annotations.runbook_url).sort()).toEqual(sections.sort());
  for (const { alert, annotations, labels } of rules) {
    expect(annotations.runbook_url).toBe(`docs/operations.md#${alert.toLowerCase()}`);
    expect(['page', 'ticket']).toContain(labels.severity);
  }
});

it('Prometheus scrapes every process of the shop', () => {
  const { scrape_configs } = parse(textOf(`${folder}/prometheus.yml`)) as {
    scrape_configs: { static_configs: { targets: string[] }[] }[];
  };
  const targets = scrape_configs.flatMap((one) => one.static_configs.flatMap((s) => s.targets));
  expect(targets.sort()).toEqual(processNames.map((name) => `${name}:9464`).sort());
});

it('docs/operations.md describes every metric that dashboards and alerts use', () => {
  const texts = filesOf(folder).map(textOf).join('\n');
  const [, described = ''] = textOf('docs/operations.md').split('\n## Metrics\n');
  const own =
    /\b(?:gateway|subgraph|http|database|outbox|events?|orders?|queue|messages|webhook|payments|refunds|dead|shop)_[a-z_]+[a-z]\b/g;
  const used = new Set(
    [...texts.matchAll(own)].map(([name]) => name.replace(/_(?:bucket|count|sum)$/, '')),
  );
  used.delete('shop_build');
  const missing = [...used].filter((name) => !described.includes(`\`${name}`));
  expect(missing).toEqual([]);
});
