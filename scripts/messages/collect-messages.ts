import ts from 'typescript';
import { constantOf } from './constant-of.ts';

/** A message for people as its source states it; `<name>` stands for a value. */
export type Message = { readonly code: string; readonly text: string };

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
    return messagesWith(codeIn(propertyOf(node, 'code')), propertyOf(node, 'message'));
  }
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return [];
  return messagesWith('INVALID_VALUE', node).filter(({ text }) => isConstraint(text));
}

function messagesOfCall({ expression, arguments: [first, second] }: ts.CallExpression): Message[] {
  const name = expression.getText();
  if (!Object.hasOwn(calls, name)) return [];
  const code = calls[name];
  return code ? messagesWith(code, first) : messagesWith(codeIn(first), second);
}

const messagesWith = (code: string | undefined, node: ts.Expression | undefined): Message[] =>
  code ? textsOf(node).map((text) => ({ code, text })) : [];

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

/** Returns what is wrong with a message for people: one that a shop could not show as it is. */
export function faultOf({ text }: Message): string | undefined {
  if (isConstraint(text)) return /[.]$/.test(text) ? 'ends with a full stop' : undefined;
  if (!/^[A-Z`<]/.test(text)) return 'does not begin with a capital';
  if (!/[.?]$/.test(text)) return 'does not end with a full stop';
  const prose = text.replace(/`[^`]*`|<\w+>/g, '');
  const internal = prose.match(/\b([a-z]+[A-Z]\w*|[A-Z]+_[A-Z_]+|undefined|null)\b/)?.[0];
  return internal ? `contains the internal name ${internal}` : undefined;
}
