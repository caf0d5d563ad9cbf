import { expect, it } from 'vitest';
import { handleBroadcast } from './handle-broadcast.ts';
import { silentLog } from './log.ts';

const message = { id: 'i', type: 't', key: 'k', body: '{}' };
const failure = new Error('broken');

it.each([
  [
    'throws',
    () => {
      throw failure;
    },
  ],
  ['rejects', () => Promise.reject(failure)],
])('a broadcast subscriber that %s is logged with the message it failed on', async (_, handle) => {
  const errors: object[] = [];
  const log = { ...silentLog, error: (details: object) => void errors.push(details) };
  await handleBroadcast({ handle }, message, log);
  expect(errors).toEqual([{ err: failure, id: 'i', type: 't' }]);
});
