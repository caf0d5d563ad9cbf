import { expect, it } from 'vitest';
import { signatureHeaders } from './signature.ts';

// The example of the libraries of standardwebhooks.com.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const signed = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
};
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

it('a delivery is signed as the Standard Webhooks specification signs its example', () => {
  expect(signatureHeaders(signed, [secret])).toEqual({
    'webhook-id': signed.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': signature,
  });
});

it('two secrets make two signatures, and another body has another one', () => {
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const { 'webhook-signature': both } = signatureHeaders(signed, [other, secret]);
  expect(both.split(' ')).toHaveLength(2);
  expect(both.split(' ')[1]).toBe(signature);
  const { 'webhook-signature': changed } = signatureHeaders({ ...signed, body: '{}' }, [secret]);
  expect(changed).not.toBe(signature);
});
