import type { Supergraph } from '@shop/schema/supergraph';

/** `Type.field` -> the subgraphs whose data it certainly shows. */
export type FieldSources = ReadonlyMap<string, readonly string[]>;

/**
 * Returns where the fields of a supergraph come from. A field that several subgraphs can resolve, such as
 * a key or a shared value, has no source of its own: its value is the same wherever it is read. A field
 * that is computed from others (`@requires`) has every subgraph of its type as its source.
 */
export const fieldSources = (supergraph: Supergraph): FieldSources =>
  new Map(
    [...supergraph].flatMap(([name, type]) =>
      type.kind === 'Object'
        ? [...type.fields].map(([field, { subgraphs = type.subgraphs, isComputed }]) => {
            const sources = isComputed ? type.subgraphs : subgraphs.length === 1 ? subgraphs : [];
            return [`${name}.${field}`, sources] as const;
          })
        : [],
    ),
  );
