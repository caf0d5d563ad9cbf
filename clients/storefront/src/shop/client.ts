import { ApolloClient } from '@apollo/client';
import { ApolloLink } from '@apollo/client/link';
import { createCache, createLink } from '@shop/client';
import { OperationTypeNode } from 'graphql';
import { eventStreamLink } from './event-stream-link.ts';
import { waitForLimit } from './rate-limit.ts';
import { session, uri } from './session.ts';

export const client = new ApolloClient({
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    eventStreamLink,
    createLink({ uri, name: 'shop-storefront', version: '0.1.0', session, wait: waitForLimit }),
  ),
  cache: createCache(),
});
