import { createTcpProxy, until } from '@shop/testing';
import { expect, it } from 'vitest';
import type { Delivery } from '../bus.ts';
import { PermanentError, UnavailableError, UnroutableError } from '../errors.ts';
import { type BusFixture, message } from './bus-fixture.ts';

/** Operations: send to one queue only, check that the bus answers. */
export function queueCases(fixture: BusFixture): void {
  it('sendTo puts messages on one queue and no other, in order', async () => {
    const got: Delivery[] = [];
    await fixture.bus.subscribe(fixture.queue, async (one) => void got.push(one));
    const sent = Array.from({ length: 20 }, (_, n) => message(fixture.type, 'k', `{"n":${n}}`));
    await fixture.bus.sendTo(fixture.queue, sent);
    await until('all messages', () => got.length === 20);
    expect(got).toEqual(sent.map((one) => ({ ...one, attempt: 1 })));
    expect(await fixture.bus.depth(fixture.other)).toEqual({ pending: 0, dead: 0 });
  });

  it('sendTo refuses a queue that does not exist', async () => {
    const sending = fixture.bus.sendTo(`${fixture.queue}.nowhere`, [message(fixture.type)]);
    await expect(sending).rejects.toThrow(UnavailableError);
    await expect(sending).rejects.toThrow('is missing');
  });

  it('a message whose queues were deleted is refused and the queues are declared again', async () => {
    await fixture.driver.remove([fixture.queue, fixture.other]);
    const sent = message(fixture.type);
    await expect(fixture.bus.publish(sent)).rejects.toThrow(UnroutableError);
    await fixture.bus.publish(sent);
    expect(await fixture.bus.depth(fixture.queue)).toEqual({ pending: 1, dead: 0 });
    expect(await fixture.bus.depth(fixture.other)).toEqual({ pending: 1, dead: 0 });
  });

  it('sendTo delivers a message although an earlier copy is dead', async () => {
    let heal = false;
    const got: Delivery[] = [];
    await fixture.bus.subscribe(fixture.queue, async (one) => {
      if (!heal) throw new PermanentError('never');
      got.push(one);
    });
    const sent = message(fixture.type);
    await fixture.bus.publish(sent);
    await until('the dead letter', async () => (await fixture.bus.depth(fixture.queue)).dead === 1);
    heal = true;
    await fixture.bus.sendTo(fixture.queue, [sent]);
    await until('the delivery', () => got.length === 1);
    expect(got).toEqual([{ ...sent, attempt: 1 }]);
  });

  it('ping resolves while the server answers and rejects while it does not', async () => {
    const proxy = await createTcpProxy(fixture.driver.url);
    const distant = await fixture.connect({ url: proxy.url, timeoutMs: 1_000 });
    const answers = () =>
      distant.ping().then(
        () => true,
        () => false,
      );
    await until('an answer before the cut', answers);
    await proxy.cut();
    expect(await answers()).toBe(false);
    await proxy.restore();
    await until('an answer after the cut', answers);
    await distant.close();
    await proxy.cut();
  });
}
