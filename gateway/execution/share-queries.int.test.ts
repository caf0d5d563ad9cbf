import { until } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';
import { json, send } from '../testing/send-request.ts';
import { startTestGateway } from '../testing/test-gateway.ts';

it.each(['on', 'off'])(
  'two viewers at once have their own data, with SHARE_QUERIES=%s',
  async (on) => {
    let calls = 0;
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const gateway = await startTestGateway({
      sdl: 'type Query { name: String }',
      resolvers: {
        Query: {
          async name(_, __, { viewer }) {
            calls++;
            await opened;
            return viewer?.id;
          },
        },
      },
      variables: { SHARE_QUERIES: on },
    });
    onTestFinished(gateway.stop);
    const viewers = ['ann', 'bob'];
    const replies = viewers.map((name) =>
      send(gateway.url, json({ query: '{ name }' }, { authorization: `Bearer ${name}` })),
    );
    await until('both executions', () => calls === 2);
    open();
    const texts = (await Promise.all(replies)).map(({ text }) => JSON.parse(text).data.name);
    expect(texts).toEqual(viewers);
  },
);
