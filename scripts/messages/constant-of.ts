import ts from 'typescript';

/** Returns the value of the `const` that a name stands for: of the innermost block around it that declares the name. */
export function constantOf(name: ts.Identifier): ts.Expression | undefined {
  for (let scope: ts.Node = name.parent; scope; scope = scope.parent) {
    if (
      ts.isFunctionLike(scope) &&
      scope.parameters.some((one) => one.name.getText() === name.text)
    ) {
      return undefined;
    }
    const declared = declarationsIn(scope).find((one) => one.name.getText() === name.text);
    if (declared) return declared.initializer;
  }
  return undefined;
}

const declarationsIn = (scope: ts.Node): readonly ts.VariableDeclaration[] =>
  ts.isBlock(scope) || ts.isSourceFile(scope)
    ? scope.statements
        .filter(ts.isVariableStatement)
        .flatMap(({ declarationList }) => declarationList.declarations)
    : [];
