import { z } from 'zod';
import { envelope } from '../../events/envelope.ts';
import { type EventType, schemaOf } from '../../events/events.ts';

/** The part of a JSON Schema (draft 7) that event schemas use. */
export type JsonSchema = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly [keyword: string]: unknown;
};

/** Returns what a reader accepts as JSON Schema, which other languages read too. Unknown fields are allowed. */
export function jsonSchema(schema: z.ZodType): JsonSchema {
  const made = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      // A format of zod's own; the pattern beside it has the same meaning.
      if (jsonSchema.format?.toString() === 'starts_with') delete jsonSchema.format;
      // Redundant beside the format; zod's pattern is a page long and changes with zod.
      if (jsonSchema.format) delete jsonSchema.pattern;
      // The safe integers of JavaScript, which `integer` does not need to repeat.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  const { $schema: _, ...rest } = made;
  return rest as JsonSchema;
}

/** Returns the contract of the attributes around the data of every event. */
export const envelopeContract = (): JsonSchema => jsonSchema(envelope);

/** Returns the contract of an event's data. */
export const dataContract = (type: EventType): JsonSchema => jsonSchema(schemaOf(type));

/** Returns the contract of a whole message: the envelope of this type with its data. */
export const messageContract = (type: EventType): JsonSchema =>
  jsonSchema(envelope.extend({ type: z.literal(type), data: schemaOf(type) }));
