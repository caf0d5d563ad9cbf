import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType } from 'graphql';
import { expect, it } from 'vitest';
import { webhookEventTypes } from './webhooks.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

it('the enum WebhookEvent lists exactly the events that webhooks can deliver', () => {
  const schema = buildSchema(read('api.graphql'));
  const type = schema.getType('WebhookEvent');
  const names = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
  expect(names.sort()).toEqual(Object.keys(webhookEventTypes).sort());
});
