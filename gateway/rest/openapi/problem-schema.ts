import { statusesByCode } from '../statuses.ts';
import type { Schema } from './components.ts';

const text = (description: string) => ({ type: 'string', description });

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
        },
        required: ['detail'],
      },
    },
    requestId: text('Id of the request in the logs of the shop.'),
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
};
