export type Refusal = { readonly message: string; readonly field?: readonly string[] | null };

/** The messages of refusals by the name of their field, and of those that concern no field of the form. */
export type FormErrors = {
  readonly fields: Readonly<Record<string, string>>;
  readonly form: string | undefined;
};

export const noErrors: FormErrors = { fields: {}, form: undefined };

/** Returns the beginnings of a path of two and more parts, the longest first: `variants.1.price`, `variants.1`. */
const beginningsOf = (path: readonly string[]): string[] =>
  path.slice(1).map((_, n) => path.slice(0, path.length - n).join('.'));

/**
 * Puts refusals to the fields of a form: the field that is named like the beginning of a refusal's path, with dots, or like
 * its last part that is the name of a field.
 */
export function formErrors(refusals: readonly Refusal[], names: readonly string[]): FormErrors {
  const isName = (part: string) => names.includes(part);
  const nameOf = ({ field }: Refusal) =>
    field && (beginningsOf(field).find(isName) ?? field.findLast(isName));
  const placed = refusals.flatMap((refusal) => {
    const name = nameOf(refusal);
    return name ? [[name, refusal.message] as const] : [];
  });
  const others = refusals.filter((refusal) => !nameOf(refusal)).map(({ message }) => message);
  return { fields: Object.fromEntries(placed), form: others.join(' ') || undefined };
}
