import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { adjustStock } from '../domain/adjust-stock.ts';
import { receiveStock } from '../domain/receive-stock.ts';
import { setLowStockThreshold } from '../domain/set-low-stock-threshold.ts';
import { stockManager } from './graph-fixture.ts';
import type { openStock } from './open-stock.ts';

type TestStock = Awaited<ReturnType<typeof openStock>>;

/** An input that is refused, and what the payload has beside `userErrors`: the objects as they are now. */
type Refused = { readonly input: object; readonly now: object; readonly viewer?: Viewer };

const nothing = { variant: null, stock: null };
const maxUnits = 100_000;
const conflict = { expectedVersion: 99 };

/** Returns, by `mutation CODE`, what provokes the refusal. */
export function refusalCases(shop: TestStock): Readonly<Record<string, () => Promise<Refused>>> {
  /** A mutation of a variant of which 5 units are on hand. */
  const ofStock = async (input: object): Promise<Refused> => {
    const variantId = await shop.stocked(5);
    const now = { variant: { id: variantId }, stock: { onHand: 5 } };
    const required = { reason: 'counted', idempotencyKey: newId() };
    return { input: { ...required, variantId, ...input }, now };
  };
  const ofUnknown = async (input: object): Promise<Refused> => {
    const required = { reason: 'counted', idempotencyKey: newId() };
    return { input: { ...required, variantId: newId(), ...input }, now: nothing };
  };
  const setThreshold = async (input: object, fields: object = {}) => {
    const refused = await ofStock({});
    const { variantId } = refused.input as { variantId: string };
    return { ...refused, input: { variantId, threshold: 3, ...input }, ...fields };
  };
  const received = { quantity: 1 };
  const adjusted = { delta: 1 };
  /** A mutation whose key was used before: with the same input, for a viewer who may read nothing any more. */
  const lostScope = ({ input }: Refused): Refused => ({
    input,
    now: nothing,
    viewer: { ...stockManager, scopes: new Set() },
  });
  const receivedBefore = async () => {
    const refused = await ofStock(received);
    await receiveStock(shop.store, stockManager, refused.input as never);
    return refused;
  };
  const adjustedBefore = async () => {
    const refused = await ofStock(adjusted);
    await adjustStock(shop.store, stockManager, refused.input as never);
    return refused;
  };
  const setBefore = async () => {
    const refused = await setThreshold({ idempotencyKey: newId() });
    await setLowStockThreshold(shop.store, stockManager, refused.input as never);
    return refused;
  };
  const sixUnits = { stock: { onHand: 6 } };
  return {
    'receiveStock INVALID_VALUE': () => ofStock({ quantity: maxUnits + 1 }),
    'receiveStock UNKNOWN_VARIANT': () => ofUnknown(received),
    'receiveStock NOT_FOUND': async () => lostScope(await receivedBefore()),
    async 'receiveStock IDEMPOTENCY_CONFLICT'() {
      const { input } = await receivedBefore();
      return { input: { ...input, quantity: 2 }, now: sixUnits };
    },
    'adjustStock INVALID_VALUE': () => ofStock({ delta: 0 }),
    'adjustStock UNKNOWN_VARIANT': () => ofUnknown(adjusted),
    'adjustStock VERSION_CONFLICT': () => ofStock({ ...adjusted, ...conflict }),
    'adjustStock INSUFFICIENT_STOCK': () => ofStock({ delta: -6 }),
    'adjustStock NOT_FOUND': async () => lostScope(await adjustedBefore()),
    async 'adjustStock IDEMPOTENCY_CONFLICT'() {
      const { input } = await adjustedBefore();
      return { input: { ...input, delta: 2 }, now: sixUnits };
    },
    'setLowStockThreshold INVALID_VALUE': () => setThreshold({ threshold: -1 }),
    'setLowStockThreshold UNKNOWN_VARIANT': () =>
      setThreshold({ variantId: newId() }, { now: nothing }),
    'setLowStockThreshold VERSION_CONFLICT': () => setThreshold(conflict),
    'setLowStockThreshold NOT_FOUND': async () => lostScope(await setBefore()),
    async 'setLowStockThreshold IDEMPOTENCY_CONFLICT'() {
      const refused = await setBefore();
      return { ...refused, input: { ...refused.input, threshold: 4 } };
    },
  };
}
