import { spawn } from 'node:child_process';
import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './installed.mjs';
import { requireNode } from './node-version.mjs';

// Runs before packages are installed: uses Node's own modules only.
const root = fileURLToPath(new URL('../../', import.meta.url));
const modules = join(root, 'node_modules');
/** The ABI of the Node that installed the packages: native add-ons work with no other. */
const abiFile = join(modules, '.shop-node-abi');
const abi = process.versions.modules;

const report = (text) => process.stderr.write(`${text}\n`);

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Runs a command and shows its output only when it fails. */
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

/** Reports a step of the start that takes more than a second. */
async function step(name, work) {
  const began = performance.now();
  const timer = setTimeout(() => report(`> ${name} ...`), 1_000);
  await work().finally(() => clearTimeout(timer));
  const seconds = (performance.now() - began) / 1_000;
  if (seconds > 1) report(`> ${name}: ${seconds.toFixed(1)} s`);
}

/** Installs the packages of the lock file, unless they are installed. */
async function install() {
  // `npm ci` would empty the folder behind a link, which belongs to another clone.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const installedFor = read(abiFile) ?? abi;
  if (installedFor !== abi || !isInstalled(root)) {
    const npm = process.env.npm_execpath;
    const args = ['ci', '--loglevel=error'];
    await step('installing packages (about a minute)', () =>
      npm ? run(process.execPath, [npm, ...args]) : run('npm', args),
    );
  }
  writeFileSync(abiFile, abi);
}

/** Generates and builds what has changed, by content (0.2 s without changes). */
async function build() {
  const turbo = join(modules, 'turbo', 'bin', 'turbo');
  const args = [turbo, 'run', 'build', '--output-logs=errors-only'];
  await step('building', () => run(process.execPath, args));
}

/** Prepares a clone: packages, generated code, built services. Cheap when nothing has changed. */
export async function bootstrap() {
  requireNode();
  await install();
  await build();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bootstrap().catch((error) => {
    report(error.message);
    process.exit(1);
  });
}
