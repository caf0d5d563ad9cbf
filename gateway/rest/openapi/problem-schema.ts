import { statusesByCode } from '../statuses.ts';
import type { Schema } from './components.ts';

const text = (description: string) => ({ type: 'string', description });

const amount = (description: string) => ({
  type: 'object',
  description,
  properties: { amount: { type: 'string' }, currencyCode: { type: 'string' } },
  required: ['amount', 'currencyCode'],
});

/** The members of `union UserErrorDetails`; `type` is the name of the member. */
const detailsSchema: Schema = {
  type: 'object',
  description:
    'The values of `detail`, for programs: the other members depend on `type`. New types may come: ignore an unknown one.',
  properties: {
    type: text(
      'ConstraintDetails, PriceDetails, StockDetails, VersionDetails, WaitDetails, AmountDetails or VoucherDetails.',
    ),
    rule: text('ConstraintDetails: the rule that the value breaks, as in `enum ConstraintRule`.'),
    limit: { type: ['string', 'null'], description: 'ConstraintDetails: the limit of the rule.' },
    total: amount('PriceDetails: the total now.'),
    variantId: text('StockDetails: id of the variant.'),
    requested: {
      type: ['integer', 'null'],
      description: 'StockDetails: units that the request asks for.',
    },
    available: {
      type: ['object', 'null'],
      description: 'StockDetails: available units; at least these when `atLeast` is true.',
      properties: { quantity: { type: 'integer' }, atLeast: { type: 'boolean' } },
      required: ['quantity', 'atLeast'],
    },
    currentVersion: { type: 'integer', description: 'VersionDetails: the version now.' },
    seconds: { type: 'integer', description: 'WaitDetails: seconds to wait.' },
    left: amount('AmountDetails: at most this can be refunded.'),
    code: text('VoucherDetails: the voucher code.'),
  },
  required: ['type'],
};

/** Problem details (RFC 9457) with the members that this API adds. */
export const problemSchema: Schema = {
  type: 'object',
  description: 'Problem details (RFC 9457).',
  properties: {
    type: text('Always `about:blank`: `code` is the type.'),
    title: text('The status in words.'),
    status: { type: 'integer', description: 'The HTTP status.' },
    code: text(
      `The reason, for programs; new ones may come. With their statuses: ${Object.entries(
        statusesByCode,
      )
        .map(([code, status]) => `${code} (${status})`)
        .join(', ')}.`,
    ),
    detail: text('The reason, for people.'),
    errors: {
      type: 'array',
      description: 'Every reason, with the part of the request that it is about.',
      items: {
        type: 'object',
        properties: {
          detail: text('The reason, for people.'),
          code: text('The reason, for programs.'),
          pointer: text('JSON pointer into the body, for example `#/lines/0/quantity`.'),
          parameter: text('Name of a parameter of the path or of the query string.'),
          header: text('Name of a header.'),
          details: detailsSchema,
        },
        required: ['detail'],
      },
    },
    requestId: text('Id of the request in the logs of the shop.'),
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
};
