import { countryCodes } from './countries.ts';
import { addressMetadata, hasPostalCodes } from './postal-codes.ts';

/** The fields of a postal address that a form has. */
export type AddressFieldName =
  | 'RECIPIENT'
  | 'COMPANY'
  | 'LINE1'
  | 'LINE2'
  | 'POSTAL_CODE'
  | 'CITY'
  | 'REGION'
  | 'PHONE';

export type AddressFormField = {
  readonly name: AddressFieldName;
  readonly label: string;
  /** Whether `postalAddressField` refuses an address without it. */
  readonly required: boolean;
  /** Regular expression that a whole value matches. */
  readonly pattern: string | null;
  readonly example: string | null;
};

export type Country = {
  readonly code: string;
  readonly name: string;
  /** In the sequence in which the country writes them. */
  readonly addressFields: readonly AddressFormField[];
};

const required: ReadonlySet<AddressFieldName> = new Set([
  'RECIPIENT',
  'LINE1',
  'CITY',
  'POSTAL_CODE',
]);

/** The fields for each letter of a format. Fields that a format lacks and the shop requires follow it. */
const fieldsOf: Readonly<Record<string, readonly AddressFieldName[]>> = {
  N: ['RECIPIENT'],
  O: ['COMPANY'],
  A: ['LINE1', 'LINE2'],
  C: ['CITY'],
  S: ['REGION'],
  Z: ['POSTAL_CODE'],
};

const labels: Readonly<Record<AddressFieldName, string>> = {
  RECIPIENT: 'Full name',
  COMPANY: 'Company',
  LINE1: 'Street and number',
  LINE2: 'Additional address line',
  POSTAL_CODE: 'Postal code',
  CITY: 'City',
  REGION: 'State or province',
  PHONE: 'Phone number',
};

/** Labels by the name types of the metadata; `state_name_type` and others. */
const typeLabels: Readonly<Record<string, string>> = {
  area: 'Area',
  county: 'County',
  department: 'Department',
  district: 'District',
  do_si: 'Do/Si',
  eircode: 'Eircode',
  emirate: 'Emirate',
  island: 'Island',
  oblast: 'Oblast',
  parish: 'Parish',
  pin: 'PIN code',
  post_town: 'Post town',
  prefecture: 'Prefecture',
  region: 'Region',
  state: 'State',
  suburb: 'Suburb',
  zip: 'ZIP code',
};

const names = new Intl.DisplayNames('en', { type: 'region' });

function countryOf(code: string): Country {
  const { fmt = '%N%n%O%n%A%n%C', zip, zipex, ...types } = addressMetadata(code);
  const written = [...fmt.matchAll(/%([NOACSZ])/g)].flatMap(
    ([, letter]) => fieldsOf[letter ?? ''] ?? [],
  );
  const typeOf: Partial<Record<AddressFieldName, string | undefined>> = {
    REGION: types.state_name_type,
    CITY: types.locality_name_type,
    POSTAL_CODE: types.zip_name_type,
  };
  const always: readonly AddressFieldName[] = ['RECIPIENT', 'COMPANY', 'LINE1', 'LINE2', 'CITY'];
  const all = [...new Set([...written, ...always, 'PHONE' as const])];
  const addressFields = all.map((name): AddressFormField => {
    const isCode = name === 'POSTAL_CODE' && hasPostalCodes(code);
    return {
      name,
      label: typeLabels[typeOf[name] ?? ''] ?? labels[name],
      required: required.has(name),
      pattern: isCode && zip ? `^(?:${zip})$` : null,
      example: (isCode && zipex?.split(',')[0]) || null,
    };
  });
  return { code, name: names.of(code) ?? code, addressFields };
}

let list: readonly Country[] | undefined;

/** Returns every country with the fields of its addresses, by English name. */
export function countries(): readonly Country[] {
  list ??= countryCodes
    .map(countryOf)
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
  return list;
}
