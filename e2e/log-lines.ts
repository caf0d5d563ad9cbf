import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Returns the lines of all logs of a shop, PostgreSQL included, each with its file. */
export async function logLines(dataDir: string): Promise<string[]> {
  const files = (await readdir(dataDir, { recursive: true })).filter((name) =>
    name.endsWith('.log'),
  );
  const lines = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(dataDir, file), 'utf8');
      return text.split('\n').map((line) => `${file}: ${line}`);
    }),
  );
  return lines.flat();
}
