import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../error-codes.ts';
import { apiMarkdown } from './markdown.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const api = read('api.graphql');
const text = apiMarkdown(api, read('supergraph.graphql'));
const part = (heading: string, level = '####') =>
  text.split(`\n${level} ${heading}\n`)[1]?.split(/\n#{2,4} /)[0] ?? '';

describe('the API reference', () => {
  it('every type of the API is described once', () => {
    const named = [...api.matchAll(/^(?:type|interface|input|enum|scalar|union) (\w+)/gm)].map(
      ([, name]) => name,
    );
    const described = [...text.matchAll(/^#### (\w+)$/gm)].map(([, name]) => name);
    expect(described.sort()).toEqual(
      named.filter((name) => !/^(Query|Mutation)$/.test(name ?? '')).sort(),
    );
  });

  it('restricted fields state who may read them', () => {
    expect(part('Queries of user', '###')).toMatch(/`users`.*For viewers with `users:read`\. \|/);
    expect(part('Mutations of order', '###')).toMatch(/`mergeCart`.*For authenticated viewers\./);
    expect(part('Queries of product', '###')).toMatch(/`products`.*For everyone\. \|/);
  });

  it('an entity is described with the subgraph that has most of its fields', () => {
    const order = text.split('\n## order\n')[1]?.split(/\n## /)[0];
    expect(order).toContain('#### Order\n');
    expect(order).not.toContain('#### User\n');
  });

  it('the codes of errors and refusals are listed', () => {
    for (const code of Object.keys(errorCodes))
      expect(part('Errors', '##')).toContain(`\`${code}\``);
    expect(part('UserErrorCode')).toContain(
      '| `SKU_TAKEN` | The SKU belongs to another variant. |',
    );
  });

  it('every link leads to an existing heading', () => {
    const headings = new Set(
      [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
        title?.toLowerCase().replaceAll(' ', '-'),
      ),
    );
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, link]) => link);
    expect(links.filter((link) => !headings.has(link))).toEqual([]);
  });
});
