import type { Schema } from './components.ts';

const begin = '<!-- routes -->';
const end = '<!-- /routes -->';

type Operation = {
  readonly summary: string;
  readonly security: readonly { readonly accessToken?: readonly string[] }[];
};
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

function accessOf({ security }: Operation): string {
  if (security.some(({ accessToken }) => accessToken === undefined)) return '';
  const scopes = security.map(({ accessToken = [] }) =>
    accessToken.map((scope) => `\`${scope}\``).join(' and '),
  );
  return scopes.filter(Boolean).join(', or ') || 'signed in';
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
