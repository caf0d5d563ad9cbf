import type { AddressFormatFragment } from './generated/address-format.ts';

/** The country that most customers of the demonstration shop are in. */
export const homeCountry: string = 'DE';

type FieldName = AddressFormatFragment['addressFields'][number]['name'];

/** How a field of an address is named in `AddressInput`, and in `autocomplete` of HTML. */
const inputs = {
  RECIPIENT: { name: 'recipient', autoComplete: 'name' },
  COMPANY: { name: 'company', autoComplete: 'organization' },
  LINE1: { name: 'line1', autoComplete: 'address-line1' },
  LINE2: { name: 'line2', autoComplete: 'address-line2' },
  POSTAL_CODE: { name: 'postalCode', autoComplete: 'postal-code' },
  CITY: { name: 'city', autoComplete: 'address-level2' },
  REGION: { name: 'region', autoComplete: 'address-level1' },
  PHONE: { name: 'phone', autoComplete: 'tel' },
} as const satisfies Readonly<Record<FieldName, object>>;

export const addressNames = Object.values(inputs).map(({ name }) => name);
/** The values of an address by the names of their inputs. */
export type AddressValues = Readonly<
  Partial<Record<(typeof addressNames)[number], string | null | undefined>>
>;

/** Returns the inputs of a country's addresses, in its sequence; fields that are newer than this page are left out. */
export const inputsOf = (country: AddressFormatFragment) =>
  country.addressFields
    .filter(({ name }) => name in inputs)
    .map((field) => ({ ...field, ...inputs[field.name], kind: field.name }));

/** Returns the address that a form contains. */
export function addressOf(values: Readonly<Record<string, string>>, country: string) {
  const filled = addressNames.map((name) => [name, values[name]?.trim() || undefined] as const);
  const {
    recipient = '',
    line1 = '',
    city = '',
    ...others
  } = Object.fromEntries(filled.filter(([, value]) => value !== undefined)) as Partial<
    Record<(typeof addressNames)[number], string>
  >;
  return { recipient, line1, city, ...others, country };
}
