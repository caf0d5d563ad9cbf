import { parseArguments, UsageError, usage } from './arguments.ts';
import type { Command, Output } from './command.ts';
import * as deadLetters from './dead-letters.ts';
import { depth } from './depth.ts';
import { replay } from './replay.ts';
import { findTargets, withBus } from './targets.ts';

const commands: Readonly<Record<string, Command>> = {
  depth,
  replay,
  'dlq list': deadLetters.list,
  'dlq show': deadLetters.show,
  'dlq redrive': deadLetters.redrive,
  'dlq purge': deadLetters.purge,
};

/** Runs one command of the event tools. Resolves to the exit code and never rejects. */
export async function runCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<0 | 1 | 2> {
  try {
    await run(args, env, output);
    return 0;
  } catch (error) {
    output.error((error as Error).message);
    if (!(error instanceof UsageError)) return 1;
    output.error(`\n${usage}`);
    return 2;
  }
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv, output: Output): Promise<void> {
  const { words, ...options } = parseArguments(args);
  if (options.help) return output.out(usage);
  const taken = words[0] === 'dlq' ? 2 : 1;
  const name = words.slice(0, taken).join(' ');
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    throw new UsageError(name ? `The command ${name} does not exist.` : 'Name a command.');
  }
  const targets = await findTargets(env);
  const rest = { ...options, words: words.slice(taken) };
  await withBus(targets, (bus) => command({ bus, args: rest, targets, output }));
}
