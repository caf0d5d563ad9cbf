import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../root.ts';

/** Runs the script with a `kubectl` that notes its arguments, and fails at `failing`. */
function rollOut(failing: string) {
  const folder = mkdtempSync(join(tmpdir(), 'shop-roll-out-'));
  const log = join(folder, 'log');
  const kubectl = `#!/bin/sh\necho "$*" >> ${log}\ncase "$*" in *"${failing}"*) exit 1;; esac\n`;
  writeFileSync(join(folder, 'kubectl'), kubectl, { mode: 0o755 });
  let code = 0;
  try {
    execFileSync('sh', [join(root, 'deploy/k8s/roll-out.sh'), 'overlay', 'shop'], {
      env: { PATH: `${folder}:${process.env['PATH']}` },
      stdio: 'pipe',
    });
  } catch (error) {
    code = (error as { status: number }).status;
  }
  const calls = readFileSync(log, 'utf8').trim().split('\n');
  rmSync(folder, { recursive: true });
  const steps = calls.map((call) =>
    call.replace(/--namespace shop |app\.kubernetes\.io\/component|--timeout=\S+/g, '').trim(),
  );
  return { code, steps };
}

it('a rollout migrates once the databases are ready, and starts workers, graphs and gateways afterwards', () => {
  const { code, steps } = rollOut('nothing');
  expect(code).toBe(0);
  expect(steps.slice(2)).toEqual([
    'apply --kustomize overlay --selector  notin (gateway, graph, worker, migrate)',
    'wait --for=condition=Ready clusters.postgresql.cnpg.io --all',
    'wait --for=condition=AllReplicasReady rabbitmqclusters.rabbitmq.com --all',
    'delete job --selector =migrate --ignore-not-found',
    'apply --kustomize overlay --selector =migrate',
    'wait --for=condition=complete job --selector =migrate',
    ...['worker', 'graph', 'gateway'].flatMap((part) => [
      `apply --kustomize overlay --selector =${part}`,
      `rollout status deployment --selector =${part}`,
    ]),
  ]);
});

it.each([
  ['get secret', 2],
  ['--for=condition=complete', 8],
])('a rollout that fails at %s goes no further', (failing, calls) => {
  const { code, steps } = rollOut(failing);
  expect(code).toBe(1);
  expect(steps).toHaveLength(calls);
});
