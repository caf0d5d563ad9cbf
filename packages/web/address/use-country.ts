import { useState } from 'react';
import { homeCountry } from './country-form.ts';
import type { AddressFormatFragment } from './generated/address-format.ts';

/** Returns the country of an address that a form chooses, and how to choose it; `undefined` before the countries are read. */
export function useCountry(
  countries: readonly AddressFormatFragment[] | undefined,
  initial = homeCountry,
) {
  const [code, choose] = useState(initial);
  return { country: countries?.find((one) => one.code === code) ?? countries?.[0], choose };
}
