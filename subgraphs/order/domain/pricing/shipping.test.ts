import { expect, it } from 'vitest';
import {
  offeredMethods,
  type ShippingMethod,
  type ShippingRate,
  type ShippingZone,
} from './shipping.ts';

const eur = (minor: bigint) => ({ minor, currency: 'EUR' });
const rate = (minor: bigint, change: Partial<ShippingRate> = {}): ShippingRate => ({
  ...{ maxWeightGrams: null, minSubtotal: null, price: eur(minor) },
  ...change,
});
const method = (code: string, change: Partial<ShippingMethod> = {}): ShippingMethod => ({
  ...{ code, name: code, taxClass: null, rates: [rate(490n)], freeFrom: null },
  ...{ minDays: 2, maxDays: 4, isDefault: false },
  ...change,
});
const zone = (change: Partial<ShippingZone> = {}): ShippingZone => ({
  ...{ name: 'Germany', countries: ['DE'], postalCodes: [], methods: [method('parcel')] },
  ...change,
});
const to = (postalCode: string | null, country = 'DE') => ({ country, region: null, postalCode });
const parcel = (minor = 5_000n, weightGrams = 1_000) => ({ subtotal: eur(minor), weightGrams });
const pricesOf = (one: ShippingMethod, ...parcels: ReturnType<typeof parcel>[]) =>
  parcels.map(
    (each) =>
      offeredMethods({ zones: [zone({ methods: [one] })] }, to('20459'), each)[0]?.price.minor,
  );

it('the first zone that contains the country and the postal code decides', () => {
  const islands = zone({
    ...{ name: 'Islands', methods: [method('ferry')] },
    postalCodes: [
      { from: '25849', to: '25849' },
      { from: '26465', to: '26486' },
      { from: '275', to: '276' },
    ],
  });
  const rules = { zones: [islands, zone()] };
  const codes = (postalCode: string | null, country?: string) =>
    offeredMethods(rules, to(postalCode, country), parcel()).map(({ code }) => code);
  expect(
    ['25849', '26474', '27498', '27568', '27699', '27700', null].map((code) => codes(code)),
  ).toEqual([['ferry'], ['ferry'], ['parcel'], ['ferry'], ['ferry'], ['parcel'], ['parcel']]);
  expect(codes('25849', 'DK')).toEqual([]);
});

it('a zone without countries contains every country', () => {
  const worldwide = zone({ countries: [], methods: [method('airmail')] });
  const codes = (country: string) =>
    offeredMethods({ zones: [zone(), worldwide] }, to(null, country), parcel()).map(
      ({ code }) => code,
    );
  expect([codes('DE'), codes('JP')]).toEqual([['parcel'], ['airmail']]);
});

it('postal codes of letters and digits are compared without case and signs', () => {
  const uk = zone({ countries: ['GB'], postalCodes: [{ from: 'bt1', to: 'BT 9' }] });
  const isOffered = (code: string) =>
    offeredMethods({ zones: [uk] }, to(code, 'GB'), parcel()).length > 0;
  expect(['BT1 5GS', 'bt94-1aa', 'BS1 1AA', ''].map(isOffered)).toEqual([true, true, false, false]);
});

it('a method by weight takes the first step that the order fits, and sends nothing heavier', () => {
  const steps = [rate(490n, { maxWeightGrams: 2_000 }), rate(990n, { maxWeightGrams: 10_000 })];
  const weights = [0, 2_000, 2_001, 10_000, 10_001].map((grams) => parcel(5_000n, grams));
  expect(pricesOf(method('parcel', { rates: steps }), ...weights)).toEqual([
    ...[490n, 490n, 990n, 990n, undefined],
  ]);
});

it('a method by subtotal has the price of its threshold, and none in another currency', () => {
  const steps = [rate(290n, { minSubtotal: eur(3_000n) }), rate(490n)];
  const [low, high] = [parcel(2_999n), parcel(3_000n)];
  expect(pricesOf(method('parcel', { rates: steps }), low, high)).toEqual([490n, 290n]);
  const dollars = { ...parcel(), subtotal: { minor: 5_000n, currency: 'USD' } };
  expect(pricesOf(method('parcel', { rates: steps }), dollars)).toEqual([undefined]);
});

it('a method is free from its threshold on, for what it sends at all', () => {
  const light = method('parcel', {
    ...{ rates: [rate(490n, { maxWeightGrams: 2_000 })], freeFrom: eur(5_000n) },
  });
  expect(pricesOf(light, parcel(4_999n), parcel(5_000n), parcel(5_000n, 3_000))).toEqual([
    ...[490n, 0n, undefined],
  ]);
});

it('methods are offered cheapest first', () => {
  const methods = [method('express', { rates: [rate(1_290n)] }), method('parcel')];
  const offered = offeredMethods({ zones: [zone({ methods })] }, to('20459'), parcel());
  expect(offered.map(({ code, price, minDays }) => [code, price.minor, minDays])).toEqual([
    ['parcel', 490n, 2],
    ['express', 1_290n, 2],
  ]);
});
