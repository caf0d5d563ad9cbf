import { startSmtpServer } from '@shop/testing/smtp-server';

export type CountingMailServer = {
  readonly url: string;
  /** How often each message was accepted, by its Message-ID. */
  readonly accepted: ReadonlyMap<string, number>;
  close(): Promise<void>;
};

/** Starts a mail server that counts messages, so that an e-mail sent twice is noticed. */
export async function startMailServer(): Promise<CountingMailServer> {
  const accepted = new Map<string, number>();
  const { url, close } = await startSmtpServer((message) => {
    const id = message.match(/^message-id:\s*<([^>]+)>/im)?.[1] ?? 'none';
    accepted.set(id, (accepted.get(id) ?? 0) + 1);
  });
  return { url, accepted, close };
}
