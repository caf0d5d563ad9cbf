import { fileURLToPath } from 'node:url';
import newman from 'newman';
import { expect, it } from 'vitest';
import { shop } from './shop.ts';

const collection = fileURLToPath(new URL('../schema/postman.json', import.meta.url));

it('the Postman collection runs from top to bottom', async () => {
  const baseUrl = shop.url.replace(/\/graphql$/, '/api/v1');
  const { run } = await new Promise<newman.NewmanRunSummary>((resolve, reject) => {
    newman.run(
      { collection, envVar: [{ key: 'baseUrl', value: baseUrl }], reporters: [] },
      (error, summary) => (error ? reject(error) : resolve(summary)),
    );
  });
  const failed = run.failures.map(({ error, source, at }) => [source?.name, at, error.message]);
  expect(failed).toEqual([]);
  expect(run.stats.assertions.total).toBe(run.stats.requests.total);
});
