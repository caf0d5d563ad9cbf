import { inherited } from './environment.ts';
import { createLifetime } from './lifetime.ts';
import { type Options, OptionsError, readOptions, usage } from './options.ts';
import { openShop } from './shop.ts';
import { welcome } from './welcome.ts';

const say = (text: string) => void process.stderr.write(`${text}\n`);
const sayError = (error: unknown) => say(error instanceof Error ? error.message : String(error));

function readOptionsOrExit(args: readonly string[]): Options {
  try {
    return readOptions(args, process.env);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    say(`${error.message}\n\n${usage}`);
    process.exit(1);
  }
}

/**
 * npm runs us through a shell that passes no signals on: `kill` of npm ends the shell and not us. A new
 * parent says so.
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

/** Runs the whole shop until it is told to stop. Ends the process: 0 when told to, 1 on a failure. */
export async function start(args: readonly string[]): Promise<void> {
  const options = readOptionsOrExit(args);
  if (options.help) return void process.stdout.write(usage);
  const began = performance.now();

  let asked = 0;
  const end = (code: number) => void life.end().then(() => process.exit(code));
  const fail = (error: unknown) => {
    sayError(error);
    end(1);
  };
  const stop = () => {
    asked++;
    // The second Ctrl-C: the exit handlers kill the processes, the watchdog stops PostgreSQL.
    if (asked > 1) process.exit(130);
    say('> stopping');
    end(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  if (process.env['npm_lifecycle_event']) onOrphaned(stop);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  // A terminal or a reader that has closed must not end the shop half-way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  const environment = inherited(process.env);
  const life = createLifetime(async (around) => {
    const shop = await openShop(options, { environment, life: around, say, fail });
    if (options.json) console.log(JSON.stringify(shop));
    else say(welcome({ ...shop, seeded: options.seed }));
    say(`> ready in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  }, sayError);
  await life.done.catch(fail);
}
