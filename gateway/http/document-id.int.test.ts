import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { startPingGateway } from '../testing/ping-gateway.ts';
import { json, send } from '../testing/send-request.ts';

const query = 'query Ping($id: ID = "1") { ping product(id: $id) { id } }';
const hash = createHash('sha256').update(query).digest('hex');
const documentId = `sha256:${hash}`;
const preflight = { headers: { 'apollo-require-preflight': '1' } };
const found = { status: 200, text: expect.stringContaining('pong') };

/** Starts a gateway that knows the document, and returns how to ask it. */
async function start() {
  const { url } = await startPingGateway();
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
  await send(url, json({ query, extensions }));
  return {
    post: (body: object) => send(url, json(body)),
    get: (parameters: Record<string, string>) =>
      send(`${url}?${new URLSearchParams(parameters)}`, preflight),
  };
}

it('a document that was registered runs by its id, in a body and in a URL', async () => {
  const { post, get } = await start();
  const variables = { id: '2' };
  expect(await post({ documentId, variables, operationName: 'Ping' })).toMatchObject(found);
  expect(await post({ documentId, extensions: null })).toMatchObject(found);
  const inUrl = { documentId, variables: JSON.stringify(variables), operationName: 'Ping' };
  expect(await get(inUrl)).toMatchObject(found);
  expect(await get({ documentId, extensions: '' })).toMatchObject(found);
});

it('an id that no document has is not found', async () => {
  const { post, get } = await start();
  const other = `sha256:${'0'.repeat(64)}`;
  const codes = ['PERSISTED_QUERY_NOT_FOUND'];
  expect((await post({ documentId: other })).codes).toEqual(codes);
  expect((await get({ documentId: other })).codes).toEqual(codes);
});

it.each([
  [hash],
  [`sha1:${hash}`],
  [documentId.toUpperCase()],
  [`${documentId}0`],
  [''],
  [5],
  [{}],
  [[documentId]],
])('the documentId %j is refused with its form', async (wrong) => {
  const { post, get } = await start();
  const refused = { status: 400, codes: ['BAD_REQUEST'], text: expect.stringContaining('sha256:') };
  expect(await post({ documentId: wrong })).toMatchObject(refused);
  if (typeof wrong === 'string') expect(await get({ documentId: wrong })).toMatchObject(refused);
});

it('a document and an id together are refused, and so are extensions that are not an object', async () => {
  const { post, get } = await start();
  const both = { documentId, query: '{ ping }' };
  const refused = { status: 400, codes: ['BAD_REQUEST'] };
  expect(await post(both)).toMatchObject({ ...refused, text: expect.stringContaining('not both') });
  expect(await get(both)).toMatchObject({ ...refused, text: expect.stringContaining('not both') });
  expect(await post({ documentId, extensions: 5 })).toMatchObject(refused);
  expect(await get({ documentId, extensions: '{' })).toMatchObject(refused);
  expect(await get({ documentId, extensions: '5' })).toMatchObject(refused);
});
