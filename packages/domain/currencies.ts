/**
 * Minor units of ISO 4217 (List One, published 2026-01-01 by SIX, the maintenance agency). The runtime's
 * CLDR data cannot replace it: they follow usage (HUF without decimals) and change with the version of Node,
 * while stored amounts and payment providers follow the standard.
 */
const twoDecimals = `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
  CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD
  HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR
  MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD
  SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER
  ZAR ZMW ZWG`;
const noDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const threeDecimals = 'BHD IQD JOD KWD LYD OMR TND';
const fourDecimals = 'CLF UYW';
/** Withdrawn since 2022: no new price takes them, orders of the time keep their amounts. */
const withdrawn = 'ANG BGN CUC HRK SLL ZWL';

const table = (codes: string, decimals: number) =>
  codes.split(/\s+/).map((code) => [code, decimals] as const);

const current = new Map([
  ...table(noDecimals, 0),
  ...table(twoDecimals, 2),
  ...table(threeDecimals, 3),
  ...table(fourDecimals, 4),
]);
const readable = new Map([...current, ...table(withdrawn, 2)]);

/** Minor units of each currency that an amount can be stored in, the withdrawn ones included. */
export const minorUnits: ReadonlyMap<string, number> = readable;

/** Whether this is the code of a currency in use. Metals, funds and test codes have no minor unit. */
export const isCurrency = (code: string): boolean => current.has(code);

/** Decimals of a currency: EUR 2, JPY 0, KWD 3. Throws `RangeError` for a code without minor unit. */
export function decimalsOf(currency: string): number {
  const decimals = readable.get(currency);
  if (decimals === undefined) throw new RangeError(`${currency} has no minor unit in ISO 4217`);
  return decimals;
}
