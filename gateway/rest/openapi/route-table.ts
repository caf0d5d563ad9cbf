import type { Schema } from './components.ts';

const begin = '<!-- routes -->';
const end = '<!-- /routes -->';

type Operation = {
  readonly summary: string;
  readonly description: string;
  readonly security: readonly Schema[];
};
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const scopeOf = ({ description }: Operation) =>
  /Needs the scope (.+)\.$/.exec(description)?.[1] ?? '';

function accessOf(operation: Operation): string {
  if (operation.security.length > 1) return '';
  return scopeOf(operation) || 'signed in';
}

/** Returns a Markdown table of the routes of an OpenAPI document. */
function routeTable({ paths }: Schema): string {
  const rows = Object.entries(paths as Paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(
      ([method, operation]) =>
        `| \`${method.toUpperCase()} ${path}\` | ${operation.summary} | ${accessOf(operation)} |`,
    ),
  );
  return ['| route | what it does | for |', '|---|---|---|', ...rows].join('\n');
}

/** Replaces the table between the two comments of a text. */
export function withRouteTable(text: string, document: Schema): string {
  const [before, rest = ''] = text.split(begin, 2);
  const after = rest.split(end, 2)[1] ?? '';
  return `${before}${begin}\n\n${routeTable(document)}\n\n${end}${after}`;
}
