import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { freePort } from '@shop/service/ports';
import { until } from '@shop/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '../root.ts';
import { alone, type Program } from './hosting.ts';
import { createSupervisor, type Supervisor } from './processes.ts';

let folder: string;
let supervisor: Supervisor;
let crashes: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shop-processes-'));
  crashes = [];
  supervisor = createSupervisor({
    logDir: join(folder, 'logs'),
    environment: { PATH: process.env['PATH'] },
    onCrash: (_, detail) => crashes.push(detail),
  });
});
afterEach(async () => {
  await supervisor.stopAll();
  await rm(folder, { recursive: true, force: true });
});

/** A process that runs this code; `serve()` makes it ready. */
async function programOf(name: string, code: string): Promise<Program> {
  const serve = `const serve = () => import('node:http').then(({ createServer }) =>
    createServer((_, response) => response.end('ok')).listen(process.env.PORT, '127.0.0.1'));`;
  const at = join(folder, name);
  await mkdir(join(at, 'dist'), { recursive: true });
  await writeFile(join(at, 'package.json'), '{"type":"module"}');
  await writeFile(join(at, 'dist/main.js'), `${serve}\n${code}`);
  const env = { PORT: String(await freePort()) };
  const path = relative(root, at);
  return alone({ name, service: name, folder: path, kind: 'graph', entry: 'main', env });
}

const logOf = (name: string) => readFile(join(folder, `logs/${name}.log`), 'utf8');
const answers = ({ env }: Program) =>
  fetch(`http://127.0.0.1:${env['PORT']}/`).then(
    () => true,
    () => false,
  );

test('a process is ready when it says so, and what it prints is in its log', async () => {
  await supervisor.run(await programOf('calm', `console.log('hello'); serve();`));
  expect(await logOf('calm')).toContain('hello');
  expect(supervisor.pids()['calm']).toBeGreaterThan(0);
});

test('one that crashes comes back', async () => {
  const spec = await programOf('shaky', `serve();`);
  await supervisor.run(spec);
  const first = supervisor.pids()['shaky'] ?? 0;
  expect(supervisor.kill('shaky')).toBe(true);
  await until('its end', async () => !supervisor.kill('shaky'), { deadlineMs: 10_000 });
  await until('a new process', async () => supervisor.pids()['shaky'] !== first, {
    deadlineMs: 10_000,
  });
  await until('its answer', () => answers(spec), { deadlineMs: 10_000 });
  expect(crashes).toEqual([expect.stringContaining('shaky ended with SIGKILL')]);
});

test('one with a wrong environment is not tried again, and says what is wrong', async () => {
  const spec = await programOf('wrong', `console.error('PORT must be'); process.exit(78);`);
  await expect(supervisor.run(spec)).rejects.toThrow(/wrong ended with code 78\nPORT must be/);
  expect(crashes).toEqual([]);
});

test('one that never gets ready is given up after three crashes', async () => {
  const spec = await programOf('broken', `throw new Error('no such table');`);
  await expect(supervisor.run(spec)).rejects.toThrow('no such table');
  expect(crashes).toHaveLength(2);
});

test('all are stopped in order', async () => {
  const code = `serve(); process.on('SIGTERM', () => { console.log('bye'); process.exit(); });`;
  await supervisor.run(await programOf('polite', code));
  await supervisor.stopAll();
  expect(await logOf('polite')).toContain('bye');
});
