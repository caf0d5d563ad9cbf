import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@shop/testing';
import type { ReceivedSpan } from '@shop/testing/span-receiver';
import { inject } from 'vitest';
import { shop } from './shop.ts';

export type LogLine = Readonly<Record<string, unknown>>;

/** Returns the spans that the shop has exported so far. */
export const exportedSpans = async (): Promise<ReceivedSpan[]> =>
  (await fetch(inject('spansUrl'))).json() as Promise<ReceivedSpan[]>;

/** Returns the log lines of all processes of the shop; what PostgreSQL writes is not JSON. */
export async function logLines(): Promise<LogLine[]> {
  const folder = join(shop.dataDir, 'logs');
  const texts = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')),
  );
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as LogLine);
}

/** Waits for the line of a request in the log of the gateway. */
export const untilLine = (requestId: string): Promise<LogLine> =>
  until(`the line of ${requestId}`, async () =>
    (await logLines()).find(
      (line) =>
        line['service'] === 'gateway' &&
        line['requestId'] === requestId &&
        line['msg'] === 'request',
    ),
  );

/** A span with those below it. */
export type SpanTree = ReceivedSpan & { readonly children: readonly SpanTree[] };

/** Webhooks are left out: endpoints of other tests receive the same events. */
export const spansOf = (spans: readonly ReceivedSpan[], traceId: string): ReceivedSpan[] =>
  spans.filter((span) => span.traceId === traceId && span.service !== 'webhook-worker');

/** Returns the trees of a trace: one, when all its spans have arrived. */
export function treesOf(spans: readonly ReceivedSpan[], traceId: string): SpanTree[] {
  const own = spansOf(spans, traceId);
  const ids = new Set(own.map(({ spanId }) => spanId));
  const withChildren = (span: ReceivedSpan): SpanTree => ({
    ...span,
    children: own.filter(({ parentSpanId }) => parentSpanId === span.spanId).map(withChildren),
  });
  return own.filter(({ parentSpanId }) => !ids.has(parentSpanId)).map(withChildren);
}

/** Writes a tree as indented lines, those of one level in the order of the alphabet; queries are left out. */
export function linesOf({ service, kind, name, children }: SpanTree, indent = ''): string[] {
  const shown = children.filter(({ attributes }) => attributes['db.query.text'] === undefined);
  const texts = shown.map((child) => linesOf(child, `${indent}  `));
  return [
    `${indent}${service}: ${name} (${kind})`,
    ...texts.toSorted((a, b) => a.join().localeCompare(b.join())).flat(),
  ];
}
