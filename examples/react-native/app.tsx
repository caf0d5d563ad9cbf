import { ApolloClient } from '@apollo/client';
import { ApolloProvider, useQuery } from '@apollo/client/react';
import AsyncStorage from '@react-native-async-storage/async-storage';
import {
  apolloSend,
  createCache,
  createLink,
  createOutbox,
  createSession,
  storedTokens,
} from '@shop/client';
import { randomUUID } from 'expo-crypto';
import { deleteItemAsync, getItemAsync, setItemAsync } from 'expo-secure-store';
import { AppState, FlatList, Text } from 'react-native';
import { AppOrdersDocument } from '../generated/graphql.ts';

// The orders of the viewer, with the document of ../mobile.graphql. `declarations.d.ts` has the types that it uses of React
// Native and Expo: an app has the packages instead.

const uri = 'https://shop.example/graphql';
const keychain = { getItem: getItemAsync, setItem: setItemAsync, removeItem: deleteItemAsync };

/** Creates the client of an app, with tokens in the keychain. */
export function createAppClient(showLogin: () => void) {
  const session = createSession({ uri, tokens: storedTokens(keychain), onEnded: showLogin });
  const client = new ApolloClient({
    link: createLink({ uri, name: 'shop-app', version: '1.0.0', session }),
    cache: createCache(),
  });
  return { client, session };
}

/** Stores mutations until there is a network; goes on with them when the app is opened again. */
export function createAppOutbox(client: ApolloClient) {
  const outbox = createOutbox({
    storage: AsyncStorage,
    send: apolloSend(client),
    newKey: randomUUID,
  });
  AppState.addEventListener('change', (state) => {
    if (state === 'active') void outbox.resume();
  });
  return outbox;
}

function Orders() {
  const { data, refetch, loading } = useQuery(AppOrdersDocument);
  return (
    <FlatList
      data={data?.me?.orders?.edges ?? []}
      keyExtractor={({ node }) => node.id}
      renderItem={({ item: { node } }) => <Text>{`${node.number}: ${node.status}`}</Text>}
      onRefresh={() => void refetch()}
      refreshing={loading}
    />
  );
}

/** The page of an app that lists the orders of the viewer. */
export const App = ({ client }: { readonly client: ApolloClient }) => (
  <ApolloProvider client={client}>
    <Orders />
  </ApolloProvider>
);
