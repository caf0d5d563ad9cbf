import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import { examplesPlugin } from './examples-plugin.mjs';
import { remember } from './responses.mjs';
import { currentSession, readSession } from './session.mjs';
import { tabs } from './tabs.mjs';
import 'graphiql/style.css';
import './graphiql.css';

const socketUrl = new URL('/graphql', location.href);
socketUrl.protocol = socketUrl.protocol.replace('http', 'ws');
const send = createGraphiQLFetcher({ url: '/graphql', subscriptionUrl: socketUrl.href });

/** Sends the token of the session, unless the header editor has another. Subscriptions send it in `connection_init`. */
async function fetcher(params, options) {
  const session = await currentSession();
  const token = session ? { authorization: `Bearer ${session.accessToken}` } : {};
  const edited = Object.fromEntries(new Headers(options?.headers ?? {}));
  const response = await send(params, { ...options, headers: { ...token, ...edited } });
  return remember(params.operationName, response);
}

const session = readSession();
const plugins = [examplesPlugin];
createRoot(document.getElementById('graphiql')).render(
  h(
    GraphiQL,
    { fetcher, plugins, defaultTabs: tabs, defaultQuery: '' },
    h(
      GraphiQL.Logo,
      null,
      h('a', { href: '/', className: 'session' }, session ? session.email : 'Sign in'),
    ),
  ),
);
