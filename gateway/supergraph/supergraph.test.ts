import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { describe, expect, it } from 'vitest';
import { withoutSecurityMarks } from './supergraph.ts';

const sdl = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
const load = (supergraphSdl: string) => new ApolloGateway({ supergraphSdl }).load();

describe('the supergraph', () => {
  it('is refused by ApolloGateway as it is composed', async () => {
    await expect(load(sdl)).rejects.toThrow(/for: SECURITY|SECURITY/);
  });

  it('is accepted without its security marks, the directives still in place', async () => {
    const { schema } = await load(withoutSecurityMarks(sdl));
    expect(schema.getQueryType()?.getFields()).toHaveProperty('products');
    expect(withoutSecurityMarks(sdl)).toContain('@requiresScopes(scopes: [["catalog:write"]])');
  });

  it('loses nothing else', () => {
    const other = `schema
      @link(url: "https://specs.apollo.dev/link/v1.0")
      @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
      @link(url: "https://other.example/spec/v1.0", for: SECURITY) { query: Query }
      type Query { a: Int }`;
    const kept = withoutSecurityMarks(other);
    expect(kept).toContain('for: EXECUTION');
    expect(kept).toContain('for: SECURITY');
  });
});
