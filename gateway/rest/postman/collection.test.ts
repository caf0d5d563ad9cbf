import { expect, it } from 'vitest';
import { restRoutes } from '../routes/index.ts';
import { type OpenApi, postmanCollection } from './collection.ts';
import { folders } from './requests.ts';

const document: OpenApi = {
  info: { title: 'Shop', description: 'A shop.' },
  servers: [{ url: '/api/v1' }],
  paths: {
    '/items/{itemId}': {
      put: {
        operationId: 'SetItem',
        summary: 'Sets an item',
        description: 'Sets an item of a list.',
        parameters: [
          { name: 'itemId', in: 'path' },
          { name: 'If-Match', in: 'header', description: 'The version.' },
          { name: 'dry', in: 'query' },
        ],
        responses: { 200: {}, '4XX': {} },
      },
    },
  },
};
const folder = (request: object) => [
  { name: 'Items', description: '', requests: [{ operationId: 'SetItem', ...request }] },
];
// biome-ignore lint/suspicious/noExplicitAny: JSON
const collectionOf = (request: object): any => postmanCollection(document, folder(request));
const itemOf = (request: object) => collectionOf(request).item[0].item[0];

it('every REST route is in the collection', () => {
  const used = new Set(folders.flatMap(({ requests }) => requests.map((one) => one.operationId)));
  expect(used.size).toBe(restRoutes.length);
});

it('a request has its path, headers, token and body; parameters without a value are switched off', () => {
  const request = { as: 'staff', headers: { 'If-Match': '"3"' }, body: { size: 1 } };
  expect(itemOf(request)).toMatchObject({
    name: 'Sets an item',
    request: {
      method: 'PUT',
      url: {
        host: ['{{baseUrl}}'],
        path: ['items', ':itemId'],
        query: [{ key: 'dry', disabled: true }],
        variable: [{ key: 'itemId', value: '{{itemId}}' }],
      },
      header: [{ key: 'If-Match', value: '"3"', description: 'The version.' }],
      auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{staffToken}}' }] },
      body: { mode: 'raw', raw: '{\n  "size": 1\n}' },
    },
  });
  expect(itemOf(request).request.header[0].disabled).toBeUndefined();
  expect(collectionOf(request).variable).toEqual([
    { key: 'baseUrl', value: 'http://localhost:4000/api/v1' },
  ]);
});

it('a request sets variables, checks its status and saves values of the response', () => {
  const request = { sets: { sku: 'A-{{$guid}}' }, saves: { first: 'items.0.id' } };
  const [before, after] = itemOf(request).event;
  expect(before.script.exec).toEqual([
    "pm.collectionVariables.set('sku', pm.variables.replaceIn('A-{{$guid}}'));",
  ]);
  expect(after.script.exec).toEqual([
    "pm.test('responds with 200', () => pm.response.to.have.status(200));",
    'const body = pm.response.json();',
    "pm.collectionVariables.set('first', body.items[0].id);",
  ]);
  expect(itemOf({ status: 412 }).event[0].script.exec[0]).toContain('have.status(412)');
});

it('a request to an operation that does not exist is refused', () => {
  expect(() => postmanCollection(document, folder({ operationId: 'Gone' }))).toThrow(
    'There is no operation Gone.',
  );
});
