import type { EventBus } from '@shop/messaging';
import type { Arguments } from './arguments.ts';
import type { Targets } from './targets.ts';

/** Receives the lines that a command prints. */
export type Output = {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
};

export type CommandContext = {
  readonly bus: EventBus;
  readonly args: Arguments;
  readonly targets: Targets;
  readonly output: Output;
};

/** One command of the event tools. Throws `UsageError` when its arguments are invalid. */
export type Command = (context: CommandContext) => Promise<void>;

/** Formats a value for programs and for people. */
export const json = (value: unknown): string => JSON.stringify(value, null, 2);
