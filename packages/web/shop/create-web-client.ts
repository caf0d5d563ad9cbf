import { ApolloClient } from '@apollo/client';
import { ApolloLink } from '@apollo/client/link';
import { createCache, createLink } from '@shop/client';
import { OperationTypeNode } from 'graphql';
import { eventStreamLink } from './event-stream-link.ts';
import { createOrderedUpdatesLink } from './ordered-updates-link.ts';
import { waitForLimit } from './rate-limit.ts';
import { refusalLink } from './refusal-link.ts';
import { session, uri } from './session.ts';
import { unansweredLink } from './unanswered-link.ts';

/** Creates the Apollo Client of a page on the origin of the gateway. */
export const createWebClient = (name: string, version: string): ApolloClient =>
  new ApolloClient({
    link: ApolloLink.from([
      createOrderedUpdatesLink(),
      ApolloLink.split(
        ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
        eventStreamLink,
        ApolloLink.from([
          unansweredLink,
          refusalLink,
          createLink({ uri, name, version, session, wait: waitForLimit }),
        ]),
      ),
    ]),
    cache: createCache(),
  });
