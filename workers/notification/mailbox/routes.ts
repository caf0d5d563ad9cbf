import type { ServiceProcess } from '@shop/service';
import { type Letter, readLetter, readLetters } from './letters.ts';
import { isLocal } from './local.ts';
import { letterPage, listPage } from './page.ts';

type App = ServiceProcess['app'];
type Send = (letter: Letter, response: App['response']) => unknown;

/** Of our own pages: no script, nothing from elsewhere, one frame from here. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** Of a mail's HTML: an origin of its own, even when it is opened outside the frame. */
const mailPolicy =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const guarded = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

const sendHtml = (response: App['response'], policy: string, html: string) =>
  response
    .set({ ...guarded, 'content-security-policy': policy, 'referrer-policy': 'no-referrer' })
    .type('html')
    .send(html);

const sendPage: Send = (letter, response) => sendHtml(response, pagePolicy, letterPage(letter));

const sendMail: Send = ({ html = '' }, response) => sendHtml(response, mailPolicy, html);

const sendRaw: Send = ({ id, channel, raw }, response) => {
  const [type, ending] = channel === 'EMAIL' ? ['message/rfc822', 'eml'] : ['text/plain', 'json'];
  const disposition = `attachment; filename="${id}.${ending}"`;
  response
    .set({ ...guarded, 'content-disposition': disposition })
    .type(type)
    .send(raw);
};

/**
 * Serves the mailbox folder at `/mailbox` to this machine alone: mails hold links that open accounts.
 * To everybody else there is nothing.
 */
export function serveMailbox(app: App, folder: string): void {
  app.get('/mailbox', async (request, response, next) => {
    if (!isLocal(request)) return next();
    sendHtml(response, pagePolicy, listPage(await readLetters(folder)));
  });
  const serve = (path: string, send: Send) =>
    app.get(path, async (request, response, next) => {
      const { id } = request.params;
      const letter =
        isLocal(request) && typeof id === 'string' ? await readLetter(folder, id) : undefined;
      if (!letter) return next();
      send(letter, response);
    });
  serve('/mailbox/:id', sendPage);
  serve('/mailbox/:id/html', sendMail);
  serve('/mailbox/:id/raw', sendRaw);
}
