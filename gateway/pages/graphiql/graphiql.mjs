import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import { examplesPlugin } from './examples-plugin.mjs';
import { readSession } from './session.mjs';
import { tabs } from './tabs.mjs';
import 'graphiql/style.css';
import './graphiql.css';

const socketUrl = new URL('/graphql', location.href);
socketUrl.protocol = socketUrl.protocol.replace('http', 'ws');
const send = createGraphiQLFetcher({ url: '/graphql', subscriptionUrl: socketUrl.href });

/** Sends the token of the session, unless the header editor has another. Subscriptions send it in `connection_init`. */
function fetcher(params, options) {
  const session = readSession();
  const token = session ? { authorization: `Bearer ${session.accessToken}` } : {};
  const edited = Object.fromEntries(new Headers(options?.headers ?? {}));
  return send(params, { ...options, headers: { ...token, ...edited } });
}

const session = readSession();
const plugins = [examplesPlugin];
createRoot(document.getElementById('graphiql')).render(
  h(
    GraphiQL,
    { fetcher, plugins, defaultTabs: tabs, defaultQuery: '', visiblePlugin: examplesPlugin },
    h(
      GraphiQL.Logo,
      null,
      h('a', { href: '/', className: 'session' }, session ? session.email : 'Sign in'),
    ),
  ),
);
