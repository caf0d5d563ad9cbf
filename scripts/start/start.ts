import { inherited } from './environment.ts';
import { createLifetime } from './lifetime.ts';
import { type Options, OptionsError, readOptions, usage } from './options.ts';
import { type OpenShop, openShop, type Surroundings } from './shop.ts';
import { welcome } from './welcome.ts';

const report = (text: string) => void process.stderr.write(`${text}\n`);
const reportError = (error: unknown) =>
  report(error instanceof Error ? error.message : String(error));

function readOptionsOrExit(args: readonly string[]): Options {
  try {
    return readOptions(args, process.env);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    report(`${error.message}\n\n${usage}`);
    process.exit(1);
  }
}

/**
 * npm runs this process through a shell that passes no signals on: `kill` of npm ends only the shell, and
 * this process gets another parent.
 */
function onOrphaned(stop: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500);
  watch.unref();
}

/** Ends the process in order at a signal, and at once at a second one. */
function onStopRequests(end: (code: number) => void): void {
  let stopRequested = false;
  const stop = () => {
    // The exit handlers kill the processes, the watchdog stops PostgreSQL.
    if (stopRequested) process.exit(130);
    stopRequested = true;
    report('> stopping');
    end(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  if (process.env['npm_lifecycle_event']) onOrphaned(stop);
}

/** What happens after the shop has opened, until the end of `life`. */
export type AfterOpening = (shop: OpenShop, surroundings: Surroundings) => Promise<void>;

/** Runs the whole shop until a stop is requested. Ends the process: 0 after a stop, 1 after a failure. */
export async function start(args: readonly string[], afterOpening?: AfterOpening): Promise<void> {
  const options = readOptionsOrExit(args);
  if (options.help) return void process.stdout.write(usage);
  const began = performance.now();

  const end = (code: number) => void life.end().then(() => process.exit(code));
  const fail = (error: unknown) => {
    reportError(error);
    end(1);
  };
  onStopRequests(end);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  // A terminal or a reader that has closed must not end the shop half-way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  const environment = inherited(process.env);
  const life = createLifetime(async (around) => {
    const surroundings = { environment, life: around, report, fail };
    const opened = await openShop(options, surroundings);
    await afterOpening?.(opened, surroundings);
    if (options.json) console.log(JSON.stringify(opened.shop));
    else report(welcome({ ...opened.shop, seeded: options.seed }));
    report(`> ready in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  }, reportError);
  await life.done.catch(fail);
}
