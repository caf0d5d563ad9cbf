import { escapeHtml as h } from '@shop/domain';
import { type MessageList, maxListed, type StoredMessage } from './stored-messages.ts';

const style = `
  :root { color-scheme: light dark; font-family: system-ui, sans-serif }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8884 }
  td { overflow-wrap: anywhere }
  th, time, .channel { white-space: nowrap }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8884; padding: 1rem }
  iframe { width: 100%; height: 30rem; border: 1px solid #8884; background: #fff }`;

const page = (title: string, content: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
  `<meta name="viewport" content="width=device-width, initial-scale=1">` +
  `<title>${h(title)}</title><style>${style}</style></head><body>${content}</body></html>`;

const pathOf = (id: string): string => `/mailbox/${encodeURIComponent(id)}`;

const timeOf = (time: Date): string =>
  `<time datetime="${time.toISOString()}">${time.toISOString().slice(0, 19).replace('T', ' ')} UTC</time>`;

const row = ({ id, channel, to, subject, time }: StoredMessage): string =>
  `<tr><td>${timeOf(time)}</td><td class="channel">${channel === 'EMAIL' ? 'E-mail' : 'SMS'}</td>` +
  `<td>${h(to)}</td><td><a href="${h(pathOf(id))}">${h(subject) || '(no subject)'}</a></td></tr>`;

/** Renders the list of messages, newest first. */
export function listPage({ newest, total }: MessageList): string {
  const shown = total > maxListed ? `The newest ${newest.length} of ${total}.` : `${total} in all.`;
  const table =
    `<table><thead><tr><th>Time</th><th>Channel</th><th>To</th><th>Subject</th></tr></thead>` +
    `<tbody>${newest.map(row).join('')}</tbody></table>`;
  return page(
    'Mailbox',
    `<h1>Mailbox</h1><p>Messages that the shop would have sent. ${shown} Reload the page to see new ones.</p>${
      newest.length > 0 ? table : '<p>Nothing has been sent yet.</p>'
    }`,
  );
}

/** Renders one message. Its HTML is shown in a sandboxed frame, without scripts, links and an origin. */
export function messagePage({ id, subject, headers, text, html }: StoredMessage): string {
  const path = h(pathOf(id));
  const head = headers
    .map(([name, value]) => `<tr><th scope="row">${h(name)}</th><td>${h(value)}</td></tr>`)
    .join('');
  const frame =
    `<h2>HTML</h2><iframe sandbox="" referrerpolicy="no-referrer" title="The e-mail as HTML" ` +
    `src="${path}/html"></iframe>`;
  return page(
    subject,
    `<p><a href="/mailbox">Mailbox</a></p><h1>${h(subject)}</h1><table><tbody>${head}</tbody></table>` +
      `<h2>Text</h2><pre>${h(text)}</pre>${html === undefined ? '' : frame}` +
      `<p><a href="${path}/raw" download>Download the original file</a></p>`,
  );
}
