import { queues } from '../../events/topology.ts';
import { dataContract, type JsonSchema } from './contract.ts';
import { type Said, said } from './participants.ts';

const code = (text: string): string => `\`${text}\``;
const list = (names: readonly string[]): string => names.map(code).join(', ');

/** A schema in a few words: `uuid`, `integer > 0`, `DRAFT or ACTIVE`. */
function inWords({ type, format, enum: choices, pattern, items, ...rest }: JsonSchema): string {
  if (choices) return choices.map((choice) => code(String(choice))).join(' or ');
  if (rest.const !== undefined) return code(String(rest.const));
  if (items) return `list of ${items.properties ? 'objects' : inWords(items)}`;
  const bounds = [
    rest['exclusiveMinimum'] !== undefined && `> ${rest['exclusiveMinimum']}`,
    rest['minimum'] !== undefined && `>= ${rest['minimum']}`,
    pattern && code(String(pattern)),
  ].filter(Boolean);
  return [format ?? type ?? 'any', ...bounds].join(' ');
}

/** One row for each field, those of nested objects with their path. */
function rows({ properties = {}, required = [] }: JsonSchema, path = ''): string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const at = `${path}${name}`;
    const own = `| ${code(at)} | ${inWords(field)} | ${required.includes(name) ? 'yes' : 'no'} |`;
    const inner = field.items ? rows(field.items, `${at}[].`) : rows(field, `${at}.`);
    return [own, ...inner];
  });
}

const hearers = ({ heardBy, listeners }: Said): string =>
  [heardBy.length > 0 && list(heardBy), ...listeners.map((one) => `every ${one}`)]
    .filter(Boolean)
    .join(', ') || 'nobody yet';

const section = (one: Said, example: unknown): string => `### ${one.type}

Said by ${code(one.source)}; heard by ${hearers(one)}.

| data | is | required |
|---|---|---|
${rows(dataContract(one.type)).join('\n')}

<details><summary>Example</summary>

\`\`\`json
${JSON.stringify(example, null, 2)}
\`\`\`

</details>
`;

const row = (one: Said): string =>
  `| [${one.type}](#${one.type.replaceAll('.', '')}) | ${one.source} | ${hearers(one)} |`;

/** The events of the shop for people: who says and who hears what, and what is in it. */
export const markdown = (exampleOf: (type: string) => unknown): string => `# Events

Written by \`npm run events:docs\` from \`schema/events\`; [asyncapi.yaml](asyncapi.yaml) says the same to
programs. Every event is a CloudEvents 1.0 envelope with the data below. On RabbitMQ the type is the
routing key on the exchange \`shop.events\`. A shipped version is frozen: a change is the next version.

| event | said by | heard by |
|---|---|---|
${said.map(row).join('\n')}

## Queues

| queue | hears |
|---|---|
${Object.entries(queues)
  .map(([queue, types]) => `| ${code(queue)} | ${list(types)} |`)
  .join('\n')}

## Data

${said.map((one) => section(one, exampleOf(one.type))).join('\n')}`;
