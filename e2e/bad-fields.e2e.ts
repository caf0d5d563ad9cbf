import {
  type GraphQLField,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  valueFromASTUntyped,
} from 'graphql';
import { beforeAll, expect, it } from 'vitest';
import { matrix, type ObjectIds } from './access-matrix/index.ts';
import { schema } from './bad-input/connections.ts';
import { textPaths, withText } from './bad-input/text-fields.ts';
import { grantAllRoles, post, registerCustomer, requestData } from './client.ts';
import { ShelfDocument } from './generated/graphql.ts';
import { customerWithOrder } from './shopping.ts';

let token: string;
let ids: ObjectIds;
let categoryId: string;

/** A user with every role who owns the objects of the operations. */
beforeAll(async () => {
  const { customer, orderId, productId, variantId } = await customerWithOrder(1, 5);
  const { id: otherUserId } = await registerCustomer();
  ids = { ownerId: customer.id, orderId, productId, variantId, otherUserId };
  const { category } = await requestData(ShelfDocument, { slug: 'kitchen' });
  categoryId = category?.id ?? '';
  token = await grantAllRoles(customer);
});

/** The input of this mutation in the access matrix. */
function inputOf(name: string): Record<string, unknown> {
  const selection = matrix.find(({ field }) => field === `Mutation.${name}`)?.select(ids);
  const [operation] = parse(`mutation { ${selection} }`).definitions;
  const field =
    operation?.kind === Kind.OPERATION_DEFINITION
      ? operation.selectionSet.selections[0]
      : undefined;
  const input = field?.kind === Kind.FIELD ? field.arguments?.[0]?.value : undefined;
  if (!input) throw new Error(`the access matrix has no input for ${name}`);
  return {
    ...(valueFromASTUntyped(input) as object),
    ...(name === 'updateCategory' && { categoryId }),
  };
}

const errors = 'userErrors { code field }';
type UserError = { readonly code: string; readonly field: readonly string[] | null };
type Refused = { readonly userErrors: readonly UserError[] };
type Body = {
  readonly data?: {
    readonly it: (Refused & { readonly results?: readonly Refused[] | null }) | null;
  };
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
};

async function send({ name, type, args }: Mutation, input: unknown) {
  const payload = getNamedType(type);
  // The rows of a bulk mutation are refused one by one.
  const rows =
    isObjectType(payload) && payload.getFields()['results'] ? `results { ${errors} }` : '';
  const query = `mutation ($input: ${args[0]?.type}) { it: ${name}(input: $input) { ${rows} ${errors} } }`;
  const body = JSON.stringify({ query, variables: { input } });
  const { text } = await post(body, { authorization: `Bearer ${token}` });
  const reply = JSON.parse(text) as Body;
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

/** Fields that must be absent when another is given, or would be refused before it. */
const excluded: Readonly<Record<string, string>> = {
  'createGiftCards.codes.0': 'count',
  'editOrder.lines.0.variantId': 'expectedVersion',
  'payOrder.giftCardCode': 'paymentToken',
  'payOrder.paymentMethodId': 'paymentToken',
  'placeOrder.cartToken': 'lines',
  'placeOrder.shippingAddressId': 'shippingAddress',
};
/** Fields that accept any text: an unknown value is not an error. */
const acceptsAny =
  /^(request(PasswordReset|OrderLink).email|requestOrderLink.number|(redrive|purge)DeadLetters.ids.0)$/;

const invalid = ['a\0b', 'a\ud800b', 'x'.repeat(30_000)];
/** Valid in some texts, such as a password. */
const control = 'abcdefgh\u0007';

/** Whether a refusal is about the inputs of the access matrix: their passwords, tokens and returns are always wrong. */
const isOfMatrix = (code: string, field: readonly string[] | null): boolean =>
  ['INVALID_CREDENTIALS', 'INVALID_TOKEN'].includes(code) ||
  (code === 'NOT_FOUND' && field?.[0] === 'returnId') ||
  (code !== 'INVALID_VALUE' && field === null);

it.each(texts)(
  'an invalid %s is refused, and the refusal names this field',
  async (at, { mutation, type, path }) => {
    const { [excluded[at] ?? '']: _, ...input } = inputOf(mutation.name);
    for (const text of [...invalid, control]) {
      const { codes, refusals } = await send(mutation, withText(type, input, path, text));
      const what = `${JSON.stringify(text).slice(0, 20)}: ${JSON.stringify({ codes, refusals })}`;
      expect(codes, what).toEqual([]);
      if (text !== control && !acceptsAny.test(at)) expect(refusals, what).not.toEqual([]);
      for (const { code, field } of refusals) {
        if (isOfMatrix(code, field)) continue;
        expect(path.slice(0, field?.length), what).toEqual(field);
      }
    }
  },
);
