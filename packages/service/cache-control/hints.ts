import {
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  Kind,
} from 'graphql';

/** How long a response may be cached, and whether clients may share it. */
export type CachePolicy = {
  /** Seconds. Without it nothing has been said. */
  readonly maxAge?: number | undefined;
  readonly scope?: 'PUBLIC' | 'PRIVATE' | undefined;
};

type Hint = CachePolicy & { readonly inheritMaxAge?: boolean };
type Declared = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/** Returns the policy that both allow. */
export const restricted = (one: CachePolicy, other: CachePolicy): CachePolicy => ({
  maxAge:
    one.maxAge === undefined || other.maxAge === undefined
      ? (one.maxAge ?? other.maxAge)
      : Math.min(one.maxAge, other.maxAge),
  scope: one.scope === 'PRIVATE' ? one.scope : (other.scope ?? one.scope),
});

/** Returns the first `@cacheControl` of a type or field. */
function hintOf(nodes: readonly (Declared | null | undefined)[]): Hint {
  const directive = nodes
    .flatMap((node) => node?.directives ?? [])
    .find(({ name }) => name.value === 'cacheControl');
  const values = new Map(directive?.arguments?.map(({ name, value }) => [name.value, value]));
  const [maxAge, scope, inherit] = ['maxAge', 'scope', 'inheritMaxAge'].map((name) =>
    values.get(name),
  );
  return {
    ...(scope?.kind === Kind.ENUM && { scope: scope.value as 'PUBLIC' | 'PRIVATE' }),
    ...(inherit?.kind === Kind.BOOLEAN && inherit.value
      ? { inheritMaxAge: true }
      : maxAge?.kind === Kind.INT && { maxAge: Number(maxAge.value) }),
  };
}

/** Returns the hint of a type. */
export const hintOfType = ({ astNode, extensionASTNodes }: GraphQLNamedType): Hint =>
  hintOf([astNode, ...extensionASTNodes]);

/** What a selected field means for the whole response. */
export type FieldPolicy = {
  readonly type: GraphQLNamedType;
  readonly policy: CachePolicy;
  /** Whether the field takes the age of its parent, so that only one at the root needs an age of its own. */
  readonly inherits: boolean;
};

function policyOfField({ astNode, type }: GraphQLField<unknown, unknown>): FieldPolicy {
  const target = getNamedType(type);
  const isComposite = isCompositeType(target);
  const ofType: Hint = isComposite ? hintOfType(target) : {};
  const ofField = hintOf([astNode]);
  const policy = {
    maxAge: ofField.maxAge ?? ofType.maxAge,
    scope: ofField.scope ?? ofType.scope,
  };
  const inherits = !isComposite || Boolean(ofType.inheritMaxAge ?? ofField.inheritMaxAge);
  return { type: target, policy, inherits };
}

/** Reads the hints of every field of a schema. */
export function readHints(
  schema: GraphQLSchema,
): ReadonlyMap<GraphQLField<unknown, unknown>, FieldPolicy> {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  return new Map(
    objects.flatMap((type) =>
      Object.values(type.getFields()).map((field) => [field, policyOfField(field)]),
    ),
  );
}
