import { type Arguments, readArguments, UsageError, usage } from './arguments.ts';
import * as deadLetters from './dead-letters.ts';
import { depth } from './depth.ts';
import { findPlaces, type Places, withBus } from './places.ts';
import { replay } from './replay.ts';

type Command = (bus: Parameters<typeof depth>[0], args: Arguments, places: Places) => Promise<void>;

const commands: Readonly<Record<string, Command>> = {
  depth,
  replay,
  'dlq list': deadLetters.list,
  'dlq show': deadLetters.show,
  'dlq redrive': deadLetters.redrive,
  'dlq purge': deadLetters.purge,
};

/** Runs one command of the event tools. */
async function run(line: readonly string[]): Promise<void> {
  const { words, ...options } = readArguments(line);
  if (options.help) return void process.stdout.write(usage);
  const taken = words[0] === 'dlq' ? 2 : 1;
  const name = words.slice(0, taken).join(' ');
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(name ? `There is no command ${name}.` : 'Name a command.');
  const places = await findPlaces(process.env);
  await withBus(places, (bus) => command(bus, { ...options, words: words.slice(taken) }, places));
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  const wrong = error instanceof UsageError;
  const { message } = error as Error;
  process.stderr.write(wrong ? `${message}\n\n${usage}` : `${message}\n`);
  process.exitCode = wrong ? 2 : 1;
}
