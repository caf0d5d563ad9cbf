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

/** What a reader accepts, in words that other languages read too: unknown extra fields included. */
export function jsonSchema(schema: z.ZodType): JsonSchema {
  const made = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      // A name of zod's own, beside the pattern that says it.
      if (jsonSchema.format?.toString() === 'starts_with') delete jsonSchema.format;
      // The format says it; zod's pattern for it is a page long and changes with zod.
      if (jsonSchema.format) delete jsonSchema.pattern;
      // So does `integer`, for what JavaScript can count.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  const { $schema: _, ...rest } = made;
  return rest as JsonSchema;
}

/** The attributes that every event has around its data. */
export const envelopeContract = (): JsonSchema => jsonSchema(envelope);

/** The data of an event. */
export const dataContract = (type: EventType): JsonSchema => jsonSchema(schemaOf(type));

/** A whole message: the envelope of this type, with its data. */
export const messageContract = (type: EventType): JsonSchema =>
  jsonSchema(envelope.extend({ type: z.literal(type), data: schemaOf(type) }));
