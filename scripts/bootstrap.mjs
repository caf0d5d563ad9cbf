import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNode } from './node-version.mjs';

// Runs before anything is installed: Node's own modules only.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.shop-installed');

const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a command to its end; what it printed is shown only when it failed. */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} failed:\n${output}`));
    });
  });
}

async function step(name, work) {
  const began = performance.now();
  say(`> ${name} ...`);
  await work();
  say(`> ${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

/** What the installed packages depend on: the lock file and the ABI of native add-ons. */
function installStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(process.versions.modules).digest('hex');
}

/** Installs what the lock file says, unless that is done already. */
async function install() {
  const stamp = installStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const npm = process.env.npm_execpath;
  const args = ['ci', '--loglevel=error'];
  await step('installing packages', () =>
    npm ? run(process.execPath, [npm, ...args]) : run('npm', args),
  );
  writeFileSync(stampFile, stamp);
}

/** Makes a clone ready to run: packages, generated code, built services. Cheap when nothing changed. */
export async function bootstrap() {
  requireNode();
  await install();
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const began = performance.now();
  await run(process.execPath, [turbo, 'run', 'build', '--output-logs=errors-only']);
  const seconds = (performance.now() - began) / 1000;
  if (seconds > 2) say(`> building: ${seconds.toFixed(1)} s`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bootstrap().catch((error) => {
    say(error.message);
    process.exit(1);
  });
}
