import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { readHttpFile } from './http-file.ts';
import { createSteps } from './send-steps.ts';

// npm run examples:sizes -- [url]: sends the requests of shop.http to a running shop, and prints how many bytes the
// bodies of each have, as a table for docs/clients.md.

const [url = 'http://localhost:4000/graphql'] = process.argv.slice(2);
const requests = readHttpFile(readFileSync(new URL('../shop.http', import.meta.url), 'utf8'));
const documentId = `sha256:${'0'.repeat(64)}`;

const sendStep = createSteps(async (body, headers) => {
  const all = { 'content-type': 'application/json', ...headers };
  const response = await fetch(url, { method: 'POST', headers: all, body });
  return response.text();
});

/** The request with the id of its document instead of the text. */
const byId = (request: string) => {
  const { variables } = JSON.parse(request) as { variables: object };
  return JSON.stringify({ documentId, variables });
};

const rows: string[] = [];
for (const step of requests) {
  const { request, response } = await sendStep(step);
  const sizes = [request, byId(request), response, brotliCompressSync(response)];
  rows.push(`| ${[step.name, ...sizes.map((one) => Buffer.byteLength(one))].join(' | ')} |`);
}
console.log('| operation | request | by id | response | compressed |\n|---|--:|--:|--:|--:|');
console.log(rows.join('\n'));
