import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';

/**
 * Copies `<folder>/logs` to TEST_LOG_DIR before a test deletes the folder, so that CI can upload the logs
 * of a failed run. Does nothing without TEST_LOG_DIR.
 */
export async function copyLogs(folder: string): Promise<void> {
  const target = process.env['TEST_LOG_DIR'];
  const logs = join(folder, 'logs');
  if (target && existsSync(logs))
    await cp(logs, join(target, basename(folder)), { recursive: true });
}
