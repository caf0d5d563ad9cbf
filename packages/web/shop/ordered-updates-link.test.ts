import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { Subject } from 'rxjs';
import { expect, it } from 'vitest';
import { createOrderedUpdatesLink } from './ordered-updates-link.ts';

const query = gql`query { order { id status } }`;
const mutation = gql`mutation { payOrder { order { id status } } }`;
const subscription = gql`subscription { orderUpdated { id status } }`;

type Result = { readonly data: object };
const order = (status: string) => ({ __typename: 'Order', id: '1', status });

/** Opens a page that follows an order, and pays it. Answer and messages arrive when the test says so. */
function open(maxWaitMs?: number) {
  const answer = new Subject<Result>();
  const messages = new Subject<Result>();
  const shop = new ApolloLink(({ operationType }) =>
    operationType === 'subscription' ? messages : answer,
  );
  const cache = new InMemoryCache();
  cache.writeQuery({ query, data: { order: order('CONFIRMED') } });
  const link = ApolloLink.from([createOrderedUpdatesLink(maxWaitMs), shop]);
  const client = new ApolloClient({ link, cache });
  client.subscribe({ query: subscription }).subscribe({});
  const pay = client.mutate({ mutation });
  return {
    pay,
    receive: (status: string) => messages.next({ data: { orderUpdated: order(status) } }),
    answer(status: string) {
      answer.next({ data: { payOrder: { __typename: 'Payload', order: order(status) } } });
      answer.complete();
    },
    status: () => cache.readQuery<{ order: { status: string } }>({ query })?.order.status,
  };
}

it('an answer that was read before a message and arrives after it does not take back what the message says', async () => {
  const { pay, receive, answer, status } = open();
  receive('PAID');
  receive('SHIPPED');
  answer('CONFIRMED');
  await pay;
  await expect.poll(status).toBe('SHIPPED');
});

it('a request that does not end stops the messages for a while only', async () => {
  const { receive, status } = open(10);
  receive('PAID');
  await expect.poll(status).toBe('PAID');
});
