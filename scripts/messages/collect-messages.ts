import { refusalCodes } from '@shop/domain';
import ts from 'typescript';
import { constantOf } from './constant-of.ts';

/** A message for people as its source states it; `<name>` stands for a value. */
export type Message = {
  readonly code: string;
  readonly text: string;
  /** Whether the refusal carries its values as data too. */
  readonly hasDetails: boolean;
};

/** Functions whose arguments are a message, alone or behind a code. */
const calls: Readonly<Record<string, string | undefined>> = {
  refuse: undefined,
  graphqlError: undefined,
  operationError: undefined,
  errorBody: undefined,
  problemOf: undefined,
  sendRefusal: undefined,
  badUserInput: 'BAD_USER_INPUT',
  unavailable: 'SERVICE_UNAVAILABLE',
  queryTooComplex: 'QUERY_TOO_COMPLEX',
};

/** Whether a message is what a field must be: the end of a sentence that begins with the name of the field. */
export const isConstraint = (text: string): boolean => text.startsWith('must ');

/** Returns the messages in the text of a source file. Messages that are computed elsewhere are found there. */
export function collectMessages(source: string): Message[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const messages: Message[] = [];
  const visit = (node: ts.Node): void => {
    messages.push(...messagesOf(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  // A message that is a value is collected where the value is made.
  return messages.filter(({ text }) => !/^<\w+>\.?$/.test(text));
}

function messagesOf(node: ts.Node): Message[] {
  if (ts.isCallExpression(node)) return messagesOfCall(node);
  if (ts.isObjectLiteralExpression(node)) {
    const text = propertyOf(node, 'message');
    return messagesWith(codeIn(propertyOf(node, 'code')), text, hasDetailsIn(node));
  }
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return [];
  return messagesWith('INVALID_VALUE', node, statesRule(node)).filter(({ text }) =>
    isConstraint(text),
  );
}

function messagesOfCall({
  expression,
  arguments: [first, second, , details],
}: ts.CallExpression): Message[] {
  const name = expression.getText();
  if (!Object.hasOwn(calls, name)) return [];
  const code = calls[name];
  return code
    ? messagesWith(code, first, false)
    : messagesWith(codeIn(first), second, details !== undefined);
}

const messagesWith = (
  code: string | undefined,
  node: ts.Expression | undefined,
  hasDetails: boolean,
): Message[] => (code ? textsOf(node).map((text) => ({ code, text, hasDetails })) : []);

/** Whether an object has the details of a refusal, or the rule of a refinement. */
const hasDetailsIn = (object: ts.ObjectLiteralExpression): boolean =>
  object.properties.some((one) =>
    ts.isSpreadAssignment(one)
      ? /\b(breaks|\w+Details)\(/.test(one.expression.getText())
      : one.name?.getText() === 'details',
  );

/** Whether the rule of a constraint is known: of a bound or a pattern of zod, or stated with `breaks`. */
function statesRule(node: ts.Node): boolean {
  for (let at = node.parent; at && !ts.isStatement(at); at = at.parent) {
    if (ts.isObjectLiteralExpression(at) && hasDetailsIn(at)) return true;
    if (!ts.isCallExpression(at)) continue;
    const name = at.expression.getText().split('.').at(-1) ?? '';
    if (/^(min|max|regex|email)$/.test(name)) return true;
  }
  return false;
}

const codeIn = (node: ts.Expression | undefined): string | undefined =>
  textsOf(node).find((text) => /^[A-Z_]+$/.test(text));

/** Returns the value of a property of an object literal; of a shorthand its name. */
function propertyOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = object.properties.find((one) => one.name?.getText() === name);
  if (!property) return undefined;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

/** Returns what an expression may say. */
function textsOf(node: ts.Expression | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isIdentifier(node)) return textsOf(constantOf(node));
  // A message that a function makes, in one expression.
  if (ts.isCallExpression(node)) {
    const made = ts.isIdentifier(node.expression) ? constantOf(node.expression) : undefined;
    return made && ts.isArrowFunction(made) && !ts.isBlock(made.body) ? textsOf(made.body) : [];
  }
  if (ts.isConditionalExpression(node)) {
    return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  }
  if (!ts.isTemplateExpression(node)) return [];
  const spans = node.templateSpans.map(
    ({ expression, literal }) => `<${valueName(expression)}>${literal.text}`,
  );
  return [node.head.text + spans.join('')];
}

/** Returns the name of a value: `status` of `order.status.toLowerCase()`, `name` of `JSON.stringify(name)`. */
function valueName(expression: ts.Expression): string {
  if (ts.isCallExpression(expression) && ts.isPropertyAccessExpression(expression.expression)) {
    const [first] = expression.arguments;
    const of = expression.expression.expression;
    return valueName(first && of.getText() === 'JSON' ? first : of);
  }
  return expression.getText().match(/(\w+)\W*$/)?.[1] ?? 'value';
}

/** Values of messages that are words. */
const words = new Set(['status', 'to', 'title', 'queue', 'names', 'name', 'currency']);

const hasNumber = (text: string): boolean =>
  /\d/.test(text) || [...text.matchAll(/<(\w+)>/g)].some(([, name]) => !words.has(name ?? ''));

/** Returns what is wrong with a message for people: one that a shop could not show as it is. */
export function faultOf({ code, text, hasDetails }: Message): string | undefined {
  const isRefusal = (refusalCodes as readonly string[]).includes(code);
  if (isRefusal && !hasDetails && hasNumber(text))
    return 'has a number, and its refusal no details';
  if (isConstraint(text)) return /[.]$/.test(text) ? 'ends with a full stop' : undefined;
  if (!/^[A-Z`<]/.test(text)) return 'does not begin with a capital';
  if (!/[.?]$/.test(text)) return 'does not end with a full stop';
  const prose = text.replace(/`[^`]*`|<\w+>/g, '');
  const internal = prose.match(/\b([a-z]+[A-Z]\w*|[A-Z]+_[A-Z_]+|undefined|null)\b/)?.[0];
  return internal ? `contains the internal name ${internal}` : undefined;
}
