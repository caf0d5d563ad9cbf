import { newId } from '@shop/domain';
import { lineIdOf } from '../../domain/order.ts';
import { changeOf } from '../../domain/order-change.ts';
import { approveReturn } from '../../domain/returns/approve-return.ts';
import { cancelReturn } from '../../domain/returns/cancel-return.ts';
import { receiveReturn } from '../../domain/returns/receive-return.ts';
import { refuseReturn } from '../../domain/returns/refuse-return.ts';
import { maxReturns, requestReturn } from '../../domain/returns/request-return.ts';
import { capturing } from '../fake-providers.ts';
import { newKey, returnPeriod, variantA } from '../fixtures.ts';
import { customer, staff } from '../order-fixture.ts';
import { conflict, type Fixture, type Input, type RefusalCases, type Refused } from './case.ts';

type Prepared = Refused & { readonly input: Input };

/** Returns what is refused of the mutations of returns. */
export function returnCases(shop: Fixture): RefusalCases {
  const lineId = (id: string) => lineIdOf({ id }, variantA);
  const shipped = async () => (await shop.fulfil(await shop.paid())).id;
  /** A request to return units of an order. */
  const request =
    (prepare: () => Promise<string>, change: Input = {}) =>
    async (): Promise<Prepared> => {
      const id = await prepare();
      const lines = [{ lineId: lineId(id), quantity: 1, reasonCode: 'OTHER' }];
      const input = { orderId: id, lines, idempotencyKey: newKey(), ...change };
      return { input, now: { order: { id } }, viewer: customer };
    };
  const longAgo = async () => {
    const id = await shipped();
    await shop.deliver(id, new Date(Date.now() - returnPeriod - 1_000));
    return id;
  };
  /** A mutation of a return that is requested, or in a status to which `advance` brings it. */
  const of =
    (
      required: Input = {},
      viewer = staff,
      advance?: (orderId: string, id: string) => Promise<unknown>,
    ) =>
    (change: Input = {}) =>
    async (): Promise<Prepared> => {
      const orderId = await shipped();
      const returnId = await shop.requestReturn(orderId);
      await advance?.(orderId, returnId);
      const input = { orderId, returnId, idempotencyKey: newKey(), ...required, ...change };
      return { input, now: { order: { id: orderId } }, viewer };
    };
  /** A request whose key was used before, with another input. */
  const repeated =
    (prepare: () => Promise<Prepared>, send: (input: never) => Promise<unknown>, change: Input) =>
    async (): Promise<Prepared> => {
      const refused = await prepare();
      await send(refused.input as never);
      return { ...refused, input: { ...refused.input, ...change } };
    };
  const unknown = { returnId: newId() };
  const ports = { ...shop, payments: capturing };
  const refusing = { reason: 'Worn' };
  const refuse = (orderId: string, returnId: string) =>
    refuseReturn(shop.orders, staff, { orderId, returnId, idempotencyKey: newKey(), ...refusing });
  const [approval, refusal, cancellation] = [of(), of(refusing), of({}, customer)];
  const receipt = of({}, staff, shop.approveReturn);
  const tooMany = (input: Input): Input => ({
    ...input,
    lines: [{ lineId: lineId(String(input['orderId'])), restocked: 1, writtenOff: 1 }],
  });
  return {
    'requestReturn INVALID_VALUE': request(shipped, { comment: 'x'.repeat(1_001) }),
    'requestReturn NOT_FOUND': request(shipped, {
      lines: [{ lineId: 'none', quantity: 1, reasonCode: 'OTHER' }],
    }),
    'requestReturn ILLEGAL_TRANSITION': request(shop.paid),
    'requestReturn RETURN_PERIOD_OVER': request(longAgo),
    async 'requestReturn LIMIT_REACHED'() {
      const refused = await request(shipped)();
      const orderId = String(refused.input['orderId']);
      await shop.requestReturn(orderId);
      await shop.orders.update(orderId, (order) => {
        const returns = Array.from({ length: maxReturns }, () => order.returns).flat();
        return changeOf(order, { ...order, returns });
      });
      return refused;
    },
    'requestReturn VERSION_CONFLICT': request(shipped, conflict),
    'requestReturn IDEMPOTENCY_CONFLICT': repeated(
      request(shipped),
      (input) => requestReturn({ ...shop, returnPeriod }, customer, input),
      { comment: 'Other' },
    ),
    'approveReturn INVALID_VALUE': approval({ instructions: 'x'.repeat(1_001) }),
    'approveReturn NOT_FOUND': approval(unknown),
    'approveReturn ILLEGAL_TRANSITION': of({}, staff, refuse)(),
    'approveReturn VERSION_CONFLICT': approval(conflict),
    'approveReturn IDEMPOTENCY_CONFLICT': repeated(
      approval(),
      (input) => approveReturn(shop.orders, staff, input),
      { instructions: 'Ring' },
    ),
    'refuseReturn INVALID_VALUE': refusal({ reason: ' ' }),
    'refuseReturn NOT_FOUND': refusal(unknown),
    'refuseReturn ILLEGAL_TRANSITION': of(refusing, staff, refuse)(),
    'refuseReturn VERSION_CONFLICT': refusal(conflict),
    'refuseReturn IDEMPOTENCY_CONFLICT': repeated(
      refusal(),
      (input) => refuseReturn(shop.orders, staff, input),
      { reason: 'Torn' },
    ),
    'cancelReturn INVALID_VALUE': cancellation({ idempotencyKey: 'short' }),
    'cancelReturn NOT_FOUND': cancellation(unknown),
    'cancelReturn ILLEGAL_TRANSITION': of({}, customer, refuse)(),
    'cancelReturn VERSION_CONFLICT': cancellation(conflict),
    'cancelReturn IDEMPOTENCY_CONFLICT': repeated(
      cancellation(),
      (input) => cancelReturn(shop.orders, customer, input),
      conflict,
    ),
    async 'receiveReturn INVALID_VALUE'() {
      const refused = await receipt()();
      return { ...refused, input: tooMany(refused.input) };
    },
    'receiveReturn NOT_FOUND': receipt({ lines: [{ lineId: 'none', restocked: 1 }] }),
    'receiveReturn ILLEGAL_TRANSITION': of()(),
    'receiveReturn VERSION_CONFLICT': receipt(conflict),
    'receiveReturn IDEMPOTENCY_CONFLICT': repeated(
      receipt(),
      (input) => receiveReturn(ports, staff, input),
      conflict,
    ),
  };
}
