import { type GraphQLLeafType, isEnumType, isSpecifiedScalarType } from 'graphql';

type IsValid = (value: unknown) => boolean;

const isString: IsValid = (value) => typeof value === 'string';

const builtIn: Readonly<Record<string, IsValid>> = {
  Int: Number.isInteger,
  Float: Number.isFinite,
  Boolean: (value) => typeof value === 'boolean',
  String: isString,
  ID: (value) => typeof value === 'string' || Number.isInteger(value),
};

const always: IsValid = () => true;

/**
 * Returns whether a value of a subgraph is a value of a leaf type, as Apollo Gateway checks it. A custom scalar may
 * have any value.
 */
export function leafCheck(type: GraphQLLeafType): IsValid {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => names.has(value);
  }
  return isSpecifiedScalarType(type) ? (builtIn[type.name] ?? always) : always;
}
