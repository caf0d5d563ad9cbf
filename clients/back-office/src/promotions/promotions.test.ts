import { expect, it } from 'vitest';
import type { PromotionFragment } from './generated/promotions.ts';
import { inputOf, inputOfForm, withPromotion } from './promotion-input.ts';
import { promotionsOf, stateOf } from './promotion-state.ts';

const now = new Date('2026-06-01T12:00:00Z');
const spring: PromotionFragment = {
  code: 'spring',
  name: 'Ten off',
  requiresVoucher: false,
  percentOff: '10',
  amountOff: null,
  freeShipping: false,
  buyXGetY: null,
  categoryIds: [],
  variantIds: ['v1'],
  minSubtotal: null,
  customerGroups: [],
  isFirstOrderOnly: false,
  startsAt: null,
  endsAt: null,
  maxUses: null,
  maxUsesPerCustomer: null,
  priority: 0,
  isExclusive: false,
  uses: 3,
};
const summer = { ...spring, code: 'summer', startsAt: '2026-06-02T00:00:00Z' };

it('the state of a promotion depends on its time and its uses; its end is exclusive', () => {
  expect(stateOf(spring, now)).toBe('running');
  expect(stateOf(summer, now)).toBe('scheduled');
  expect(stateOf({ ...spring, endsAt: '2026-06-01T12:00:00Z' }, now)).toBe('ended');
  expect(stateOf({ ...spring, maxUses: 3 }, now)).toBe('usedUp');
});

it('the URL of a list of promotions is its state, and an unknown state is left out', () => {
  const codes = (url: string) =>
    promotionsOf([spring, summer], new URLSearchParams(url), now).map(({ code }) => code);
  expect(codes('q=TEN')).toEqual(['spring', 'summer']);
  expect(codes('q=spri')).toEqual(['spring']);
  expect(codes('state=scheduled')).toEqual(['summer']);
  expect(codes('state=best')).toEqual(['spring', 'summer']);
});

it('another version of a promotion has its place, a new one the end, and others stay as they are', () => {
  const all = [spring, summer];
  const next = { ...inputOf(spring), name: 'Next' };
  expect(withPromotion(all, 'spring', next)).toEqual([next, inputOf(summer)]);
  expect(withPromotion(all, 'spring', undefined)).toEqual([inputOf(summer)]);
  const fresh = { ...next, code: 'fresh' };
  expect(withPromotion(all, 'fresh', fresh)).toEqual([inputOf(spring), inputOf(summer), fresh]);
});

it('a form that is sent as it is changes nothing, and another reward replaces the one before', () => {
  const values = { name: 'Ten off', percentOff: '10', 'minSubtotal.currency': 'EUR' };
  const found = { categoryIds: [], variantIds: ['v1'] };
  expect(inputOfForm(values, 'percent', found, spring)).toEqual(inputOf(spring));
  expect(
    inputOfForm({ ...values, buy: '2', get: '1', percentOff: '50,5' }, 'units', found, spring),
  ).toMatchObject({ percentOff: null, buyXGetY: { buy: 2, get: 1, percentOff: '50.5' } });
});
