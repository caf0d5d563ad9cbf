import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { describe, expect, it } from 'vitest';
import { withoutSecurityPurpose } from './load-supergraph.ts';

const sdl = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
const load = (supergraphSdl: string) => new ApolloGateway({ supergraphSdl }).load();

describe('the supergraph', () => {
  it('ApolloGateway refuses the supergraph as it is composed', async () => {
    await expect(load(sdl)).rejects.toThrow(/for: SECURITY|SECURITY/);
  });

  it('ApolloGateway accepts the supergraph without `for: SECURITY`, with the directives in place', async () => {
    const { schema } = await load(withoutSecurityPurpose(sdl));
    expect(schema.getQueryType()?.getFields()).toHaveProperty('products');
    expect(withoutSecurityPurpose(sdl)).toContain('@requiresScopes(scopes: [["catalog:write"]])');
  });

  it('only `for: SECURITY` of the security links is dropped from the supergraph', () => {
    const other = `schema
      @link(url: "https://specs.apollo.dev/link/v1.0")
      @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
      @link(url: "https://other.example/spec/v1.0", for: SECURITY) { query: Query }
      type Query { a: Int }`;
    const result = withoutSecurityPurpose(other);
    expect(result).toContain('for: EXECUTION');
    expect(result).toContain('for: SECURITY');
  });
});
