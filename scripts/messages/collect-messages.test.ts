import { describe, expect, it } from 'vitest';
import { collectMessages, faultOf } from './collect-messages.ts';

const textsOf = (source: string) => collectMessages(source).map(({ code, text }) => [code, text]);

describe('the messages of a source file', () => {
  it.each([
    ["refuse('NOT_FOUND', 'There is no such order.')", 'NOT_FOUND', 'There is no such order.'],
    [`refuse('NOT_FOUND', \`No \${JSON.stringify(a.name)}.\`)`, 'NOT_FOUND', 'No <name>.'],
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

  it.each([
    [
      'at the top of the file',
      "const gone = 'It is gone.'; const f = () => refuse('NOT_FOUND', gone)",
    ],
    [
      'of a block',
      "function f() { const gone = 'It is gone.'; refuse('NOT_FOUND', gone); } const gone = 'No.'",
    ],
    ['that is a function', "const gone = () => 'It is gone.'; refuse('NOT_FOUND', gone())"],
    ['as a shorthand', "const message = 'It is gone.'; const it = { code: 'NOT_FOUND', message }"],
  ])('a message in a constant %s is found', (_, source) => {
    expect(textsOf(source)).toEqual([['NOT_FOUND', 'It is gone.']]);
  });

  it('the value of a parameter or of another file is not known', () => {
    expect(textsOf("const text = 'No.'; const f = (text) => refuse('NOT_FOUND', text)")).toEqual(
      [],
    );
    expect(textsOf("import { text } from 'a'; refuse('NOT_FOUND', text)")).toEqual([]);
  });

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
  expect(faultOf({ code: 'INVALID_VALUE', text, hasDetails: true })).toBe(fault);
});

it.each([
  [`refuse('LIMIT_REACHED', \`At most $\{max} lines.\`)`, 'has a number'],
  [
    `refuse('LIMIT_REACHED', \`At most \${max} lines.\`, [field], constraint('TOO_MANY', max))`,
    undefined,
  ],
  [`refuse('ILLEGAL_TRANSITION', \`It is \${order.status}.\`)`, undefined],
  ["const it = { code: 'LIMIT_REACHED', message: 'At most 5.' }", 'has a number'],
  ["const it = { code: 'LIMIT_REACHED', message: 'At most 5.', details }", undefined],
  ["z.string().min(8, 'must have at least 8 characters')", undefined],
  ["z.number().refine(isFine, 'must be at most 3')", 'has a number'],
  [
    "z.number().refine(isFine, { error: 'must be at most 3', ...breaks('TOO_LARGE', 3) })",
    undefined,
  ],
  ["badUserInput('Give 1 to 100.')", undefined],
])('a number in a message of a refusal needs details: %s', (source, fault) => {
  const [found] = collectMessages(source).map(faultOf);
  expect(found ?? '').toContain(fault ?? '');
  expect(found === undefined).toBe(fault === undefined);
});
