import type { IncomingMessage } from 'node:http';

/**
 * Reads a body of this length and puts it back, so that the next reader finds it untouched. Resolves
 * with what has arrived when the client leaves before.
 */
export const readAhead = (request: IncomingMessage, length: number): Promise<Buffer> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let left = length;
    const finish = () => {
      request.off('readable', read).off('close', finish);
      const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      // In the turn of the last read, before the stream reports its end.
      if (body.length > 0) request.unshift(body);
      resolve(body);
    };
    const read = () => {
      while (left > 0) {
        const chunk: Buffer | null = request.read();
        if (chunk === null) return;
        chunks.push(chunk);
        left -= chunk.length;
      }
      finish();
    };
    request.on('readable', read).once('close', finish);
  });
