import type { JsonSchema } from './contract.ts';

/** Keywords that hold schemas, compared one by one, and those that only people read. */
const skipped = new Set(['properties', 'required', 'items', 'title', 'description', 'examples']);

const text = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));

function brokenKeyword(keyword: string, before: JsonSchema, after: JsonSchema, at: string) {
  const [old, now] = [before[keyword], after[keyword]];
  if (text(old) === text(now)) return [];
  if (keyword === 'enum' && Array.isArray(old) && Array.isArray(now)) {
    return [
      ...old.filter((value) => !now.includes(value)).map((v) => `${at}: enum value ${v} removed`),
      // Readers of the version do not know it and refuse the message.
      ...now.filter((value) => !old.includes(value)).map((v) => `${at}: enum value ${v} added`),
    ];
  }
  return [`${at}: ${keyword} changed from ${text(old)} to ${text(now)}`];
}

function brokenFields(before: JsonSchema, after: JsonSchema, at: string): string[] {
  const [old, now] = [before.properties ?? {}, after.properties ?? {}];
  const required = (schema: JsonSchema, name: string) => schema.required?.includes(name) ?? false;
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((name) => {
    const path = `${at}.${name}`;
    const [was, is] = [old[name], now[name]];
    if (!is) return [`${path}: field removed`];
    if (!was) return required(after, name) ? [`${path}: required field added`] : [];
    if (required(before, name) && !required(after, name)) return [`${path}: no longer required`];
    if (!required(before, name) && required(after, name)) return [`${path}: now required`];
    return breaksOf(was, is, path);
  });
}

/**
 * What changed in the schema of a shipped version, a line each. Old messages meet new readers (queues,
 * replays) and new messages meet old ones, so all that is allowed is an optional field more.
 */
export function breaksOf(before: JsonSchema, after: JsonSchema, at: string): string[] {
  const keywords = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = keywords
    .filter((keyword) => !skipped.has(keyword))
    .flatMap((keyword) => brokenKeyword(keyword, before, after, at));
  if (before.type !== after.type) return changed;
  const items = before.items && after.items ? breaksOf(before.items, after.items, `${at}[]`) : [];
  return [...changed, ...brokenFields(before, after, at), ...items];
}
