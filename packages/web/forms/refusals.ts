export type Refusal = { readonly message: string; readonly field?: readonly string[] | null };

/** The messages of refusals by the name of their field, and of those that concern no field of the form. */
export type FormErrors = {
  readonly fields: Readonly<Record<string, string>>;
  readonly form: string | undefined;
};

export const noErrors: FormErrors = { fields: {}, form: undefined };

/** Puts refusals to the fields of a form: the last part of a refusal's path that is the name of a field. */
export function formErrors(refusals: readonly Refusal[], names: readonly string[]): FormErrors {
  const nameOf = ({ field }: Refusal) => field?.findLast((part) => names.includes(part));
  const placed = refusals.flatMap((refusal) => {
    const name = nameOf(refusal);
    return name ? [[name, refusal.message] as const] : [];
  });
  const others = refusals.filter((refusal) => !nameOf(refusal)).map(({ message }) => message);
  return { fields: Object.fromEntries(placed), form: others.join(' ') || undefined };
}
