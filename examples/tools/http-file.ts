import { parse, print } from 'graphql';
import type { Step } from './steps.ts';

const head = `# Written by \`npm run examples\` from examples/*.graphql and examples/tools/steps.ts.
# For the REST client of VS Code. Send the requests in their order: later ones use answers of earlier ones.
# An order is CONFIRMED within a second; what needs that is refused before, and can be sent again.

@host = http://localhost:4000/graphql
`;

const request = ({ name, query, variables, token }: Step): string =>
  [
    `### ${name}`,
    `# @name ${name}`,
    'POST {{host}}',
    'Content-Type: application/json',
    ...(token ? [`Authorization: Bearer ${token}`] : []),
    'X-REQUEST-TYPE: GraphQL',
    '',
    // A blank line ends the operation.
    print(parse(query)).replace(/\n+/g, '\n'),
    '',
    JSON.stringify(variables, null, 2),
    '',
  ].join('\n');

/** The steps as a file of requests. */
export const httpFile = (steps: readonly Step[]): string =>
  [head, ...steps.map(request)].join('\n');

/** The requests of such a file; what is in double braces stays as it is. */
export function readHttpFile(text: string): Step[] {
  const [, ...requests] = text.split(/^### /m);
  return requests.map((one) => {
    const [top = '', query = '', variables = ''] = one.trim().split('\n\n');
    const name = /^# @name (\S+)$/m.exec(top)?.[1] ?? '';
    const token = /^Authorization: Bearer (.+)$/m.exec(top)?.[1];
    return { name, query, variables: JSON.parse(variables), ...(token && { token }) };
  });
}
