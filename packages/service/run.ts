import type { RunningService } from './define-service.ts';

/** A shutdown that takes longer than this after its drain is cut off, so that no process hangs forever. */
const hardDeadlineMs = 15_000;

/**
 * Runs the services of this process until SIGTERM, SIGINT or the end of the parent that opened an IPC channel,
 * then stops them in the given order. Exits 0 when all stopped in time, 1 otherwise, and 1 when a service
 * does not start or an error is not caught.
 */
export function run(...services: readonly [RunningService, ...RunningService[]]): void {
  const [{ log }] = services;
  const drainMs = services.reduce((sum, service) => sum + (service.drainMs ?? 0), 0);
  let ending = false;
  const end = async (reason: string) => {
    if (ending) return;
    ending = true;
    log.info({ reason }, 'stopping');
    setTimeout(() => {
      log.error('stopping took too long');
      process.exit(1);
    }, hardDeadlineMs + drainMs).unref();
    for (const service of services) await service.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void end('SIGTERM'));
  process.on('SIGINT', () => void end('SIGINT'));
  process.on('disconnect', () => void end('the parent process has ended'));
  // It may have ended before the listener was added.
  if (process.connected === false) void end('the parent process has ended');
  const crash = (error: unknown) => {
    log.fatal({ err: error }, 'uncaught error');
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  for (const { started } of services) started?.catch((error) => !ending && crash(error));
}
