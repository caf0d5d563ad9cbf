import { describe, expect, it } from 'vitest';
import { collectMessages, faultOf } from './collect-messages.ts';

const textsOf = (source: string) => collectMessages(source).map(({ code, text }) => [code, text]);

describe('the messages of a source file', () => {
  it.each([
    ["refuse('NOT_FOUND', 'There is no such order.')", 'NOT_FOUND', 'There is no such order.'],
    ["badUserInput('Give one.')", 'BAD_USER_INPUT', 'Give one.'],
    [
      "const it = { code: 'CART_EMPTY', message: 'The cart is empty.' }",
      'CART_EMPTY',
      'The cart is empty.',
    ],
    ["z.string().min(1, 'must not be empty')", 'INVALID_VALUE', 'must not be empty'],
    [
      `refuse('LIMIT_REACHED', \`At most \${a.max} lines.\`)`,
      'LIMIT_REACHED',
      'At most <max> lines.',
    ],
    [
      `refuse('NOT_FOUND', \`It is \${order.status.toLowerCase()}.\`)`,
      'NOT_FOUND',
      'It is <status>.',
    ],
  ])('%s', (source, code, text) => expect(textsOf(source)).toEqual([[code, text]]));

  it('both results of a condition are messages', () => {
    expect(textsOf("refuse('NOT_FOUND', is ? 'One.' : 'Two.')")).toEqual([
      ['NOT_FOUND', 'One.'],
      ['NOT_FOUND', 'Two.'],
    ]);
  });
});

it.each([
  ['The cart is empty.', undefined],
  ['Give `lines` or `cartToken`.', undefined],
  ['must not be empty', undefined],
  ['must not be empty.', 'ends with a full stop'],
  ['the cart is empty.', 'does not begin with a capital'],
  ['The cart is empty', 'does not end with a full stop'],
  ['The orderId is unknown.', 'contains the internal name orderId'],
  ['The order is NOT_FOUND.', 'contains the internal name NOT_FOUND'],
])('what is wrong with the message %j: %s', (text, fault) => {
  expect(faultOf({ code: 'INVALID_VALUE', text })).toBe(fault);
});
