import { createTcpProxy, until } from '@shop/testing';
import { expect, it } from 'vitest';
import type { Delivery } from '../bus.ts';
import { PermanentError, UnavailableError, UnroutableError } from '../errors.ts';
import { message, type Stage } from './stage.ts';

/** What operators do: send to one queue alone, ask whether the bus is there. */
export function queueCases(stage: Stage): void {
  it('sends messages to one queue and to no other, in order', async () => {
    const got: Delivery[] = [];
    await stage.bus.subscribe(stage.queue, async (one) => void got.push(one));
    const sent = Array.from({ length: 20 }, (_, n) => message(stage.type, 'k', `{"n":${n}}`));
    await stage.bus.sendTo(stage.queue, sent);
    await until('all of them', () => got.length === 20);
    expect(got).toEqual(sent.map((one) => ({ ...one, attempt: 1 })));
    expect(await stage.bus.depth(stage.other)).toEqual({ pending: 0, dead: 0 });
  });

  it('refuses to send to a queue that does not exist', async () => {
    const sending = stage.bus.sendTo(`${stage.queue}.nowhere`, [message(stage.type)]);
    await expect(sending).rejects.toThrow(UnavailableError);
    await expect(sending).rejects.toThrow('is missing');
  });

  it('refuses a message whose queues are gone, and declares them again', async () => {
    await stage.driver.remove([stage.queue, stage.other]);
    const sent = message(stage.type);
    await expect(stage.bus.publish(sent)).rejects.toThrow(UnroutableError);
    await stage.bus.publish(sent);
    expect(await stage.bus.depth(stage.queue)).toEqual({ pending: 1, dead: 0 });
    expect(await stage.bus.depth(stage.other)).toEqual({ pending: 1, dead: 0 });
  });

  it('delivers what is sent again though an earlier copy is dead', async () => {
    let heal = false;
    const got: Delivery[] = [];
    await stage.bus.subscribe(stage.queue, async (one) => {
      if (!heal) throw new PermanentError('never');
      got.push(one);
    });
    const sent = message(stage.type);
    await stage.bus.publish(sent);
    await until('it to be dead', async () => (await stage.bus.depth(stage.queue)).dead === 1);
    heal = true;
    await stage.bus.sendTo(stage.queue, [sent]);
    await until('its delivery', () => got.length === 1);
    expect(got).toEqual([{ ...sent, attempt: 1 }]);
  });

  it('says whether it answers', async () => {
    const proxy = await createTcpProxy(stage.driver.url);
    const distant = await stage.connect(proxy.url);
    const answers = () =>
      distant.ping().then(
        () => true,
        () => false,
      );
    expect(await answers()).toBe(true);
    await proxy.cut();
    expect(await answers()).toBe(false);
    await proxy.restore();
    await until('it to answer again', answers);
    await distant.close();
    await proxy.cut();
  });
}
