import ts from 'typescript';
import { type Insertion, insert } from './insertion.ts';

type Literal = ts.ArrayLiteralExpression | ts.ObjectLiteralExpression;

/** `[...] as const satisfies X` -> `[...]` */
function unwrap(node: ts.Expression): ts.Expression {
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? unwrap(node.expression) : node;
}

function literalOf(source: ts.SourceFile, name: string): Literal {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const declaration = statement.declarationList.declarations.find(
      (one) => one.name.getText(source) === name,
    );
    const value = declaration?.initializer && unwrap(declaration.initializer);
    if (value && (ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value))) {
      return value;
    }
  }
  throw new Error(`${source.fileName} has no list or object ${name}.`);
}

/** Places an element after the last one of a list or object. */
function append(source: ts.SourceFile, name: string, element: string): Insertion {
  const literal = literalOf(source, name);
  const elements = ts.isArrayLiteralExpression(literal) ? literal.elements : literal.properties;
  const last = elements.at(-1);
  if (last) return { at: last.getEnd(), text: `, ${element}` };
  return { at: literal.getEnd() - 1, text: element };
}

export type CodeEdit = {
  /** Statements to add to the imports. */
  readonly imports?: string;
  /** Elements to append, by the name of the variable that holds the list or object. */
  readonly elements: Readonly<Record<string, string>>;
};

/** Adds imports, and elements of the module's lists and objects. The formatter has to lay it out. */
export function editCode(file: string, text: string, { imports, elements }: CodeEdit): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const appended = Object.entries(elements).map(([name, one]) => append(source, name, one));
  const [first] = source.statements;
  const added = imports ? [{ at: first?.getStart(source) ?? 0, text: `${imports}\n` }] : [];
  return insert(text, [...added, ...appended]);
}
