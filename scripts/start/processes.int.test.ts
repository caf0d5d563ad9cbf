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
    createServer((_, response) => response.end('ok')).listen(process.env.METRICS_PORT, '127.0.0.1'));`;
  const at = join(folder, name);
  await mkdir(join(at, 'dist'), { recursive: true });
  await writeFile(join(at, 'package.json'), '{"type":"module"}');
  await writeFile(join(at, 'dist/main.js'), `${serve}\n${code}`);
  const env = { METRICS_PORT: String(await freePort()) };
  const path = relative(root, at);
  return alone({ name, service: name, folder: path, kind: 'graph', entry: 'main', env });
}

const logOf = (name: string) => readFile(join(folder, `logs/${name}.log`), 'utf8');
const answers = ({ env }: Program) =>
  fetch(`http://127.0.0.1:${env['METRICS_PORT']}/`).then(
    () => true,
    () => false,
  );

test('a program is running when it reports ready, and its output is in its log', async () => {
  await supervisor.run(await programOf('calm', `console.log('hello'); serve();`));
  expect(await logOf('calm')).toContain('hello');
  expect(supervisor.pids()['calm']).toBeGreaterThan(0);
});

test('a loaded program starts its services only when it is run, and again after a crash', async () => {
  const code = `console.log('loaded'); process.once('message', serve);`;
  const program = await programOf('prepared', code);
  supervisor.load(program);
  const loaded = async () => (await logOf('prepared')).includes('loaded');
  await until('the process to be loaded', loaded);
  const first = supervisor.pids()['prepared'];
  expect(await answers(program)).toBe(false);
  await supervisor.run(program);
  expect(supervisor.pids()['prepared']).toBe(first);
  supervisor.kill('prepared');
  const isNew = async () => supervisor.pids()['prepared'] !== first && (await answers(program));
  await until('the new process', isNew);
});

test('a program that crashes is started again', async () => {
  const spec = await programOf('shaky', `serve();`);
  await supervisor.run(spec);
  const first = supervisor.pids()['shaky'] ?? 0;
  expect(supervisor.kill('shaky')).toBe(true);
  await until('its end', async () => !supervisor.kill('shaky'));
  await until('a new process', async () => supervisor.pids()['shaky'] !== first);
  await until('its answer', () => answers(spec));
  expect(crashes).toEqual([expect.stringContaining('shaky ended with SIGKILL')]);
});

test('a program with an invalid environment is not started again, and the error has its message', async () => {
  const spec = await programOf('wrong', `console.error('PORT must be'); process.exit(78);`);
  await expect(supervisor.run(spec)).rejects.toThrow(/wrong ended with code 78\nPORT must be/);
  expect(crashes).toEqual([]);
});

test('a program that crashes three times before it is ready is not started again', async () => {
  const spec = await programOf('broken', `throw new Error('no such table');`);
  await expect(supervisor.run(spec)).rejects.toThrow('no such table');
  expect(crashes).toHaveLength(2);
});

test('stopping the supervisor lets programs shut down in order', async () => {
  const code = `serve(); process.on('SIGTERM', () => { console.log('bye'); process.exit(); });`;
  await supervisor.run(await programOf('polite', code));
  await supervisor.stopAll();
  expect(await logOf('polite')).toContain('bye');
});

test('a restart stops the process in order, starts the program again and is not a crash', async () => {
  const code = `serve(); process.on('SIGTERM', () => process.exit(0));`;
  const program = await programOf('changed', code);
  await supervisor.run(program);
  const first = supervisor.pids()['changed'];
  await supervisor.restart(program);
  expect(await answers(program)).toBe(true);
  expect(supervisor.pids()['changed']).not.toBe(first);
  expect(crashes).toEqual([]);
});

test('a restart of a program that crashes fails at once, and a later restart repairs it', async () => {
  const program = await programOf('edited', `serve();`);
  const file = join(folder, 'edited/dist/main.js');
  const before = await readFile(file, 'utf8');
  await supervisor.run(program);
  await writeFile(file, `throw new Error('typing error');`);
  await expect(supervisor.restart(program)).rejects.toThrow('typing error');
  expect(crashes).toEqual([]);
  await writeFile(file, before);
  await supervisor.restart(program);
  expect(await answers(program)).toBe(true);
});
