import type { Service } from '@shop/service';
import { isLocal } from './is-local.ts';
import { listPage, messagePage } from './pages.ts';
import { listMessages, readMessage, type StoredMessage } from './stored-messages.ts';

type App = Service['app'];
type Send = (message: StoredMessage, response: App['response']) => unknown;

/** For our own pages: no scripts, no foreign content, frames from this server only. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** For the HTML of an e-mail: sandboxed in its own origin, even when it is opened outside the frame. */
const emailPolicy =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const commonHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

const sendHtml = (response: App['response'], policy: string, html: string) =>
  response
    .set({ ...commonHeaders, 'content-security-policy': policy, 'referrer-policy': 'no-referrer' })
    .type('html')
    .send(html);

const sendPage: Send = (message, response) => sendHtml(response, pagePolicy, messagePage(message));

const sendEmailHtml: Send = ({ html = '' }, response) => sendHtml(response, emailPolicy, html);

const sendRaw: Send = ({ id, channel, raw }, response) => {
  const [type, extension] =
    channel === 'EMAIL' ? ['message/rfc822', 'eml'] : ['text/plain', 'json'];
  const disposition = `attachment; filename="${id}.${extension}"`;
  response
    .set({ ...commonHeaders, 'content-disposition': disposition })
    .type(type)
    .send(raw);
};

/**
 * Serves the mailbox folder at `/mailbox`, to this machine only: e-mails contain links that give access
 * to accounts. Other clients get 404.
 */
export function serveDevMailbox(app: App, folder: string): void {
  app.get('/mailbox', async (request, response, next) => {
    if (!isLocal(request)) return next();
    sendHtml(response, pagePolicy, listPage(await listMessages(folder)));
  });
  const serve = (path: string, send: Send) =>
    app.get(path, async (request, response, next) => {
      const { id } = request.params;
      const message =
        isLocal(request) && typeof id === 'string' ? await readMessage(folder, id) : undefined;
      if (!message) return next();
      send(message, response);
    });
  serve('/mailbox/:id', sendPage);
  serve('/mailbox/:id/html', sendEmailHtml);
  serve('/mailbox/:id/raw', sendRaw);
}
