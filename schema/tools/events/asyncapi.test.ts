import { readFileSync } from 'node:fs';
import specs from '@asyncapi/specs';
import { Ajv, type AnySchema } from 'ajv';
import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../events/events.ts';
import { queues } from '../../events/topology.ts';
import { asyncapi } from './asyncapi.ts';
import { markdown } from './markdown.ts';

const exampleOf = (type: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../events/examples/${type}.json`, import.meta.url), 'utf8'));
const document = asyncapi(exampleOf);

// Formats are for readers; `strict` rejects keywords that the specification adds.
const ajv = () => new Ajv({ strict: false, validateFormats: false });

function at(path: string): unknown {
  return path
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((node, name) => (node as Record<string, unknown>)?.[name], document);
}

function references(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === '$ref' ? [String(value)] : references(value),
  );
}

describe('docs/asyncapi.yaml', () => {
  it('is a valid AsyncAPI 3.0 document by the official JSON Schema', () => {
    // The schema brings its own copy of JSON Schema's meta-schema.
    const official = new Ajv({ strict: false, validateFormats: false, meta: false });
    const validate = official.compile(specs.schemas['3.0.0'] as AnySchema);
    validate(document);
    expect(validate.errors).toBeNull();
  });

  it('has no reference without a target', () => {
    const all = references(document);
    expect(all.length).toBeGreaterThan(eventTypes.length);
    expect(all.filter((path) => at(path) === undefined)).toEqual([]);
  });

  it.each(Object.values(document.components.messages))(
    'describes $name so that its golden example is valid and a message without data is not',
    ({ payload, examples }) => {
      const validate = ajv().compile(payload);
      const golden = examples[0]?.payload as { data: object };
      expect(validate(golden), JSON.stringify(validate.errors)).toBe(true);
      expect(validate({ ...golden, data: {} })).toBe(false);
    },
  );

  it('names one publisher for each event, its queues and its broadcast subscribers', () => {
    const { channel, messages } = document.operations['inventory_orders_subscribes'] ?? {};
    expect(channel).toEqual({ $ref: '#/channels/inventory_orders' });
    expect(messages).toHaveLength(queues['inventory.orders'].length);
    expect(document.operations['gateway_subscribes_broadcast_user_suspended_v1']).toMatchObject({
      action: 'receive',
      channel: { $ref: '#/channels/user_suspended_v1' },
    });
    for (const type of eventTypes) {
      const name = type.replaceAll('.', '_');
      const senders = Object.entries(document.operations).filter(
        ([, { action, channel: to }]) => action === 'send' && to.$ref === `#/channels/${name}`,
      );
      expect(senders).toHaveLength(1);
    }
  });
});

it('docs/events.md names every event and every queue', () => {
  const text = markdown(exampleOf);
  for (const type of eventTypes) expect(text).toContain(`### ${type}\n`);
  for (const queue of Object.keys(queues)) expect(text).toContain(`| \`${queue}\` |`);
});
