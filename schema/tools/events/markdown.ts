import { eventNameOf } from '../../events/events.ts';
import { queues } from '../../events/topology.ts';
import { dataContract, type JsonSchema } from './contract.ts';
import { type EventParticipants, participants } from './participants.ts';

const code = (text: string): string => `\`${text}\``;
const list = (names: readonly string[]): string => names.map(code).join(', ');

/** Describes a schema in a few words: `uuid`, `integer > 0`, `DRAFT or ACTIVE`. */
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

/** One row for each field; fields of nested objects have their path. */
function rows({ properties = {}, required = [] }: JsonSchema, path = ''): string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const at = `${path}${name}`;
    const own = `| ${code(at)} | ${inWords(field)} | ${required.includes(name) ? 'yes' : 'no'} |`;
    const inner = field.items ? rows(field.items, `${at}[].`) : rows(field, `${at}.`);
    return [own, ...inner];
  });
}

const subscribers = ({ queues, broadcastSubscribers }: EventParticipants): string =>
  [
    queues.length > 0 && list(queues),
    ...broadcastSubscribers.map((service) => `every ${service} process`),
  ]
    .filter(Boolean)
    .join(', ') || 'none';

const section = (one: EventParticipants, example: unknown): string => `### ${one.type}

Published by ${code(one.publisher)}. Subscribers: ${subscribers(one)}.

| data | is | required |
|---|---|---|
${rows(dataContract(one.type)).join('\n')}

<details><summary>Example</summary>

\`\`\`json
${JSON.stringify(example, null, 2)}
\`\`\`

</details>
`;

const row = (one: EventParticipants): string =>
  `| [${one.type}](#${one.type.replaceAll('.', '')}) | ${code(eventNameOf(one.type))} | ${one.publisher} | ${subscribers(one)} |`;

/** Returns the reference of the shop's events: publisher, subscribers and data of each. */
export const markdown = (exampleOf: (type: string) => unknown): string => `# Events

Written by \`npm run events:docs\` from \`schema/events\`; [asyncapi.yaml](asyncapi.yaml) has the same for
programs. Every event is a CloudEvents 1.0 envelope with the data below. On RabbitMQ the type is the
routing key on the exchange \`shop.events\`, and the header \`x-event\` has the name; in the table
\`bus.message\` of the embedded bus, the column \`event\` has it. A shipped version is frozen: a change is the next version.

A subscriber is a queue, \`<service>.<purpose>\`, or every process of a service, which receives a broadcast
while it is connected. \`webhook.events\` receives a type once an endpoint wants it ([webhooks](webhooks.md)).

| event | name | publisher | subscribers |
|---|---|---|---|
${participants.map(row).join('\n')}

## Queues

| queue | subscribes to |
|---|---|
${Object.entries(queues)
  .map(([queue, types]) => `| ${code(queue)} | ${list(types)} |`)
  .join('\n')}

## Data

${participants.map((one) => section(one, exampleOf(one.type))).join('\n')}`;
