import { newId } from '@shop/domain';
import { maxEdits } from '../../domain/edits/edit.ts';
import { editOrder } from '../../domain/edits/edit-order.ts';
import { changeOf } from '../../domain/order-change.ts';
import { pending } from '../fake-providers.ts';
import { newKey, variantA } from '../fixtures.ts';
import { staff } from '../order-fixture.ts';
import { conflict, type Fixture, type Input, type RefusalCases, type Refused } from './case.ts';
import { inDollars, lineOf, refusedLines } from './line-cases.ts';

type Prepared = Refused & { readonly input: Input };

/** Returns what is refused of edits, and of refunds while an edit is pending. */
export function editCases(shop: Fixture): RefusalCases {
  const inputOf = (orderId: string, change: Input = {}): Input => ({
    ...{ orderId, lines: [lineOf(variantA, 3)], reason: 'More', idempotencyKey: newKey() },
    ...change,
  });
  const of =
    (change: Input = {}, prepare = shop.paid) =>
    async (): Promise<Prepared> => {
      const id = await prepare();
      return { input: inputOf(id, change), now: { order: { id } }, viewer: staff };
    };
  const editing = async () => {
    const id = await shop.paid();
    await editOrder(shop, staff, inputOf(id) as never);
    return id;
  };
  const paying = async () => {
    const id = await shop.confirmed();
    await shop.pay(id, pending);
    return id;
  };
  const edited = async () => {
    const id = await editing();
    await shop.orders.update(id, (order) => {
      const done = order.edits.map((edit) => ({ ...edit, status: 'REJECTED' as const }));
      const edits = Array.from({ length: maxEdits }, () => done).flat();
      return changeOf(order, { ...order, edits });
    });
    return id;
  };
  const ofLines = Object.entries({
    ...refusedLines,
    MIXED_CURRENCIES: [lineOf(variantA), lineOf(inDollars)],
  }).map(([code, lines]) => [`editOrder ${code}`, of({ lines })] as const);
  return {
    ...Object.fromEntries(ofLines),
    'editOrder NOT_FOUND': async () => ({
      ...{ input: inputOf(newId()), now: { order: null }, viewer: staff },
    }),
    'editOrder PRICE_CHANGED': of({ expectedTotal: { amount: '1', currencyCode: 'EUR' } }),
    'editOrder ILLEGAL_TRANSITION': of({}, editing),
    'editOrder PAYMENT_IN_PROGRESS': of({}, paying),
    'editOrder LIMIT_REACHED': of({}, edited),
    'editOrder VERSION_CONFLICT': of(conflict),
    async 'editOrder IDEMPOTENCY_CONFLICT'() {
      const refused = await of()();
      await editOrder(shop, staff, refused.input as never);
      return { ...refused, input: { ...refused.input, reason: 'Less' } };
    },
    async 'refundOrder ILLEGAL_TRANSITION'() {
      const id = await editing();
      const input = { orderId: id, reason: 'Torn', idempotencyKey: newKey() };
      return { input, now: { order: { id } }, viewer: staff };
    },
  };
}
