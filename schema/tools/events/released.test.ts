import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonSchema } from './contract.ts';
import { brokenReleases, currentContracts, releaseNew, unreleased } from './released.ts';

const shipped = z.object({
  id: z.uuid(),
  status: z.enum(['DRAFT', 'ACTIVE']),
  note: z.string().optional(),
  lines: z.array(z.object({ sku: z.string(), quantity: z.number().int().positive() })).min(1),
});
const line = shipped.shape.lines.element;

describe('a shipped version of an event', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'released-'));
    releaseNew(folder, { 'thing.happened.v1': jsonSchema(shipped) });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const breaksWith = (schema: z.ZodType) =>
    brokenReleases(folder, { 'thing.happened.v1': jsonSchema(schema) });

  it('a shipped version may stay as it is, be described and gain an optional field', () => {
    expect(breaksWith(shipped)).toEqual([]);
    expect(breaksWith(shipped.describe('what happened'))).toEqual([]);
    expect(breaksWith(shipped.extend({ colour: z.string().optional() }))).toEqual([]);
  });

  it.each([
    ['id: field removed', shipped.omit({ id: true })],
    ['note: field removed', shipped.omit({ note: true })],
    ['colour: required field added', shipped.extend({ colour: z.string() })],
    ['note: now required', shipped.required({ note: true })],
    ['status: no longer required', shipped.partial({ status: true })],
    ['id: type changed from "string" to "number"', shipped.extend({ id: z.number() })],
    ['id: format changed from "uuid" to none', shipped.extend({ id: z.string() })],
    ['status: enum value DRAFT removed', shipped.extend({ status: z.enum(['ACTIVE']) })],
    [
      'status: enum value SOLD added',
      shipped.extend({ status: z.enum(['DRAFT', 'ACTIVE', 'SOLD']) }),
    ],
    ['lines: minItems changed from 1 to 2', shipped.extend({ lines: z.array(line).min(2) })],
    [
      'lines[].sku: field removed',
      shipped.extend({ lines: z.array(line.omit({ sku: true })).min(1) }),
    ],
    [
      'lines[].quantity: exclusiveMinimum changed from 0 to none',
      shipped.extend({ lines: z.array(line.extend({ quantity: z.number().int() })).min(1) }),
    ],
  ])('a shipped version breaks with %s', (change, schema) => {
    expect(breaksWith(schema)).toContain(`thing.happened.v1.${change}`);
  });

  it('a shipped version breaks when it is deleted', () => {
    expect(brokenReleases(folder, {})).toEqual([
      expect.stringMatching(/^thing\.happened\.v1: .*deleted/),
    ]);
  });

  it('a shipped version is not released twice, and a new version beside it is released', () => {
    const changed = jsonSchema(shipped.omit({ id: true }));
    const file = join(folder, 'thing.happened.v1.json');
    const before = readFileSync(file, 'utf8');
    const current = { 'thing.happened.v1': changed, 'thing.happened.v2': changed };
    expect(unreleased(folder, current)).toEqual(['thing.happened.v2']);
    expect(releaseNew(folder, current)).toEqual(['thing.happened.v2']);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(folder)).toHaveLength(2);
    expect(unreleased(folder, current)).toEqual([]);
  });
});

it('every shipped version is unchanged', () => {
  const folder = fileURLToPath(new URL('../../events/released', import.meta.url));
  expect(readdirSync(folder)).toContain('order.created.v1.json');
  expect(brokenReleases(folder, currentContracts())).toEqual([]);
});
