import { type DestinationStream, type Logger, pino } from 'pino';
import { logContext } from './log-context.ts';
import { redact } from './redact.ts';

export type Log = Logger;

/** Creates a log of JSON lines on standard output, or `to`. Credentials and e-mail addresses are redacted. */
export const createLog = (service: string, level: string, to?: DestinationStream): Log =>
  pino(
    {
      level,
      base: { service },
      mixin: logContext,
      hooks: { streamWrite: redact },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['password', 'token', 'authorization', '*.password', '*.token', '*.authorization'],
        censor: '[redacted]',
      },
    },
    to ?? pino.destination(1),
  );
