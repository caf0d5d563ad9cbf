import { type RequestHandler, static as serveStatic } from 'express';

/** Serves files of a folder, which is found at the first request. Passes on what is not there. */
export function serveFiles(folder: () => string): RequestHandler {
  let serve: RequestHandler | undefined;
  return (request, response, next) => {
    serve ??= serveStatic(folder(), {
      index: false,
      redirect: false,
      setHeaders: (sent) => void sent.setHeader('cache-control', 'no-cache'),
    });
    serve(request, response, next);
  };
}
