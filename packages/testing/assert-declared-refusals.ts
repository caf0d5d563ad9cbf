import { readFileSync } from 'node:fs';
import { parse, visit } from 'graphql';

type UserError = {
  readonly code?: string;
  readonly message?: string;
  readonly details?: object | null;
};

let declared: ReadonlyMap<string, readonly string[]> | undefined;

/** Returns the codes in the description of each mutation of schema/api.graphql. */
function readDeclared(): ReadonlyMap<string, readonly string[]> {
  const sdl = readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8');
  const codes = new Map<string, readonly string[]>();
  visit(parse(sdl), {
    ObjectTypeDefinition(node) {
      if (node.name.value !== 'Mutation') return false;
      for (const { name, description } of node.fields ?? []) {
        const [, list = ''] = description?.value.split('May be refused with ') ?? [];
        codes.set(name.value, list.match(/[A-Z_]+/g) ?? []);
      }
      return false;
    },
  });
  return codes;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Returns every user error of a payload, also those of its rows. */
function userErrorsIn(value: unknown): readonly UserError[] {
  if (Array.isArray(value)) return value.flatMap(userErrorsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    name === 'userErrors' ? (part as readonly UserError[]) : userErrorsIn(part),
  );
}

/**
 * Throws when a response has a refusal with a code that its mutation does not declare, or with a number in the message
 * and no details although they were selected.
 */
export function assertDeclaredRefusals(data: unknown): void {
  declared ??= readDeclared();
  for (const [mutation, payload] of Object.entries(isObject(data) ? data : {})) {
    const codes = declared.get(mutation);
    if (!codes) continue;
    for (const { code, message = '', details } of userErrorsIn(payload)) {
      if (code !== undefined && !codes.includes(code)) {
        throw new Error(`${mutation} is refused with ${code}, which schema/ does not declare`);
      }
      if (details === null && /\d/.test(message)) {
        throw new Error(`${mutation} is refused without details: ${message}`);
      }
    }
  }
}
