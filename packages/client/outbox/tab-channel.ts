import type { Answer } from './entry.ts';

/** What tabs tell each other: that entries were added, and what was answered. */
type Message = { readonly added: true } | { readonly key: string; readonly answer: Answer };

export type TabChannel = {
  post(message: Message): void;
  close(): void;
};

type Broadcast = {
  onmessage: ((event: { data: Message }) => void) | null;
  postMessage(message: Message): void;
  close(): void;
  unref?(): void;
};

/** Connects the tabs of an origin; where there is no BroadcastChannel, there are no other tabs. */
export function openTabChannel(name: string, receive: (message: Message) => void): TabChannel {
  const { BroadcastChannel: Channel } = globalThis as unknown as {
    BroadcastChannel?: new (name: string) => Broadcast;
  };
  const channel = Channel && new Channel(name);
  if (channel) channel.onmessage = ({ data }) => receive(data);
  // In Node, it would keep the process alive.
  channel?.unref?.();
  return {
    post: (message) => channel?.postMessage(message),
    close: () => channel?.close(),
  };
}
