import {
  type GraphQLField,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  valueFromASTUntyped,
} from 'graphql';
import { beforeAll, expect, it } from 'vitest';
import { matrix, type Things } from './access-matrix.ts';
import { schema } from './bad-input/connections.ts';
import { textPaths, withText } from './bad-input/text-fields.ts';
import { get, newCustomer, orderIn, post, tokenOf } from './client.ts';
import { LoginDocument, SetUserRolesDocument, ShelfDocument } from './generated/graphql.ts';
import { newProduct, place } from './shopping.ts';

let token: string;
let things: Things;
let categoryId: string;

/** Somebody who may ask everything and owns what the operations name. */
beforeAll(async () => {
  const { id: customerId, email, token: asCustomer } = await newCustomer();
  const product = await newProduct(5, ['10.00']);
  const variantId = product.variants[0]?.id ?? '';
  const { id: orderId } = await place(asCustomer, [{ variantId, quantity: 1 }]);
  await orderIn(orderId, 'CONFIRMED', asCustomer);
  const { id: victimId } = await newCustomer();
  things = { customerId, orderId, productId: product.id, variantId, victimId };
  const { category } = await get(ShelfDocument, { slug: 'kitchen' });
  categoryId = category?.id ?? '';
  const roles = ['CUSTOMER' as const, 'STAFF' as const, 'ADMIN' as const];
  await get(SetUserRolesDocument, { input: { userId: customerId, roles } }, await tokenOf('admin'));
  const { login } = await get(LoginDocument, { input: { email, password: 'correct horse' } });
  token = login?.session?.accessToken ?? '';
});

/** The input that the access matrix asks with. */
function inputOf(name: string): Record<string, unknown> {
  const asked = matrix.find(({ field }) => field === `Mutation.${name}`)?.ask(things);
  const [operation] = parse(`mutation { ${asked} }`).definitions;
  const field =
    operation?.kind === Kind.OPERATION_DEFINITION
      ? operation.selectionSet.selections[0]
      : undefined;
  const input = field?.kind === Kind.FIELD ? field.arguments?.[0]?.value : undefined;
  if (!input) throw new Error(`the access matrix asks ${name} without an input`);
  return {
    ...(valueFromASTUntyped(input) as object),
    ...(name === 'updateCategory' && { categoryId }),
  };
}

const errors = 'userErrors { code field }';
type UserError = { readonly code: string; readonly field: readonly string[] | null };
type Refused = { readonly userErrors: readonly UserError[] };
type Reply = {
  readonly data?: {
    readonly it: (Refused & { readonly results?: readonly Refused[] | null }) | null;
  };
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
};

async function send({ name, type, args }: Mutation, input: unknown) {
  const payload = getNamedType(type);
  // Rows of an import are refused one by one.
  const rows =
    isObjectType(payload) && payload.getFields()['results'] ? `results { ${errors} }` : '';
  const query = `mutation ($input: ${args[0]?.type}) { it: ${name}(input: $input) { ${rows} ${errors} } }`;
  const body = JSON.stringify({ query, variables: { input } });
  const { text } = await post(body, { authorization: `Bearer ${token}` });
  const reply = JSON.parse(text) as Reply;
  const { userErrors = [], results } = reply.data?.it ?? {};
  return {
    codes: (reply.errors ?? []).map(({ extensions }) => extensions.code),
    refusals: [...userErrors, ...(results ?? []).flatMap((row) => row.userErrors)],
  };
}

type Mutation = GraphQLField<unknown, unknown>;
const mutations: readonly Mutation[] = Object.values(schema.getMutationType()?.getFields() ?? {});
const texts = mutations.flatMap((mutation) =>
  mutation.args.flatMap(({ type }) =>
    textPaths(type).map(
      (path) => [[mutation.name, ...path].join('.'), { mutation, type, path }] as const,
    ),
  ),
);

/** What must not be named besides. */
const excluded: Readonly<Record<string, string>> = { 'placeOrder.cartToken': 'lines' };
/** What may be any text: it names something or nothing. */
const open = /^(requestPasswordReset.email|(redrive|purge)DeadLetters.ids.0)$/;

const nobodys = ['a\0b', 'a\ud800b', 'x'.repeat(30_000)];
/** What some texts may have, such as a password. */
const control = 'abcdefgh\u0007';

it.each(texts)('%s alone is refused when it is bad', async (at, { mutation, type, path }) => {
  const { [excluded[at] ?? '']: _, ...input } = inputOf(mutation.name);
  for (const text of [...nobodys, control]) {
    const { codes, refusals } = await send(mutation, withText(type, input, path, text));
    const what = `${JSON.stringify(text).slice(0, 20)}: ${JSON.stringify({ codes, refusals })}`;
    expect(codes, what).toEqual([]);
    if (text !== control && !open.test(at)) expect(refusals, what).not.toEqual([]);
    for (const { code, field } of refusals) {
      // The passwords and tokens of the matrix are wrong in any case.
      if (code === 'INVALID_CREDENTIALS' || code === 'INVALID_TOKEN') continue;
      if (code !== 'INVALID_VALUE' && field === null) continue;
      expect(path.slice(0, field?.length), what).toEqual(field);
    }
  }
});
