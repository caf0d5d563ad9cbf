import { type GraphQLSchema, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { RestOperation } from '../compile-operation.ts';

/** Returns what the SDL says of the argument or input field that each variable stands in. */
export function variableDescriptions(
  schema: GraphQLSchema,
  { document }: RestOperation,
): ReadonlyMap<string, string> {
  const descriptions = new Map<string, string>();
  const info = new TypeInfo(schema);
  const note = (name: string, description: string | null | undefined) => {
    if (description) descriptions.set(name, description);
  };
  visit(
    document,
    visitWithTypeInfo(info, {
      Argument({ value }) {
        if (value.kind === Kind.VARIABLE) note(value.name.value, info.getArgument()?.description);
      },
      ObjectField({ name, value }) {
        const parent = info.getParentInputType();
        if (value.kind !== Kind.VARIABLE || !parent || !('getFields' in parent)) return;
        note(value.name.value, parent.getFields()[name.value]?.description);
      },
    }),
  );
  return descriptions;
}

/** Returns the first sentence of a description in one line. */
export const summaryOf = (description: string | null | undefined): string =>
  /^.*?[.;:](?=\s|$)/.exec((description ?? '').replace(/\s+/g, ' '))?.[0].replace(/[.;:]$/, '') ??
  '';
