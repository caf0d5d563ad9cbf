import type { Log } from './log.ts';

/** A stop that takes longer than this is cut off, so that no process hangs for ever. */
const hardDeadlineMs = 15_000;

/**
 * Ends the process in order on SIGTERM, SIGINT, or when the parent that opened an IPC channel is
 * gone. Exits 0 when `stop` resolved in time, 1 otherwise, and 1 on an error nobody caught.
 */
export function onTermination(log: Log, stop: () => Promise<void>): void {
  let ending = false;
  const end = async (reason: string) => {
    if (ending) return;
    ending = true;
    log.info({ reason }, 'stopping');
    setTimeout(() => {
      log.error('stop took too long');
      process.exit(1);
    }, hardDeadlineMs).unref();
    await stop();
    log.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', () => void end('SIGTERM'));
  process.on('SIGINT', () => void end('SIGINT'));
  process.on('disconnect', () => void end('parent gone'));
  // It may have gone before anybody listened.
  if (process.connected === false) void end('parent gone');
  const crash = (error: unknown) => {
    log.fatal({ err: error }, 'uncaught error');
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}
