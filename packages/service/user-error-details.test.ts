import { priceDetails } from '@shop/domain';
import { graphql } from 'graphql';
import { expect, it } from 'vitest';
import { toUserError } from './refusals.ts';
import { subgraphSchema } from './subgraph-schema.ts';

const source = `mutation {
  purgeDeadLetters(input: { queue: "q" }) {
    userErrors { details {
      __typename
      ... on ConstraintDetails { rule limit }
      ... on PriceDetails { total { amount currencyCode } }
      ... on StockDetails { variantId requested available { quantity atLeast } }
      ... on VersionDetails { currentVersion }
      ... on WaitDetails { seconds }
      ... on VoucherDetails { code }
    } }
  }
}`;

it('the details of a refusal are members of the union of the schema', async () => {
  const reasons = [
    { type: 'CONSTRAINT', rule: 'TOO_LONG', limit: '40' } as const,
    priceDetails({ minor: 1_990n, currency: 'EUR' }),
    {
      type: 'STOCK',
      variantId: 'v',
      requested: 3,
      available: { quantity: 2, atLeast: false },
    } as const,
    { type: 'VERSION', currentVersion: 7 } as const,
    { type: 'WAIT', seconds: 60 } as const,
    { type: 'VOUCHER', code: 'SPRING26' } as const,
    undefined,
  ].map((details) => toUserError({ code: 'INVALID_VALUE', message: 'must fit', details }));
  const Mutation = { purgeDeadLetters: () => ({ userErrors: reasons }) };
  const schema = subgraphSchema('dead-letter', { Mutation });
  const { data, errors } = await graphql({ schema, source });
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    purgeDeadLetters: {
      userErrors: [
        { details: { __typename: 'ConstraintDetails', rule: 'TOO_LONG', limit: '40' } },
        {
          details: { __typename: 'PriceDetails', total: { amount: '19.90', currencyCode: 'EUR' } },
        },
        {
          details: {
            __typename: 'StockDetails',
            variantId: 'v',
            requested: 3,
            available: { quantity: 2, atLeast: false },
          },
        },
        { details: { __typename: 'VersionDetails', currentVersion: 7 } },
        { details: { __typename: 'WaitDetails', seconds: 60 } },
        { details: { __typename: 'VoucherDetails', code: 'SPRING26' } },
        { details: null },
      ],
    },
  });
});
