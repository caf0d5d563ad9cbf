import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const maps = new Map<string, SourceMap | undefined>();

function mapOf(url: string): SourceMap | undefined {
  if (!maps.has(url)) {
    const file = url.startsWith('file:') ? `${fileURLToPath(url)}.map` : '';
    maps.set(
      url,
      existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : undefined,
    );
  }
  return maps.get(url);
}

/** Returns the URL of the file that a place in a bundle comes from, and otherwise `url`. Lines and columns begin at 0. */
export function sourceOf(url: string, line: number, column: number): string {
  const entry = mapOf(url)?.findEntry(line, column);
  return entry && 'originalSource' in entry ? new URL(entry.originalSource, url).href : url;
}
