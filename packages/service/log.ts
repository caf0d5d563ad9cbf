import { type DestinationStream, type Logger, pino } from 'pino';
import { logContext } from './log-context.ts';

export type Log = Logger;

/** Creates a log of JSON lines on standard output, or `to`. Credentials are redacted. */
export const createLog = (service: string, level: string, to?: DestinationStream): Log =>
  pino(
    {
      level,
      base: { service },
      mixin: logContext,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['password', 'token', 'authorization', '*.password', '*.token', '*.authorization'],
        censor: '[redacted]',
      },
    },
    to ?? pino.destination(1),
  );
