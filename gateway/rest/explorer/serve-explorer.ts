import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type RequestHandler, Router } from 'express';
import { editorPolicy } from '../../pages/policy.ts';
import { page, script } from './page.ts';

/** The files of Swagger UI that the page loads. */
const files = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const folder = (): string =>
  dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const sendFile =
  (file: string): RequestHandler =>
  (_request, response, next) =>
    response.sendFile(join(folder(), file), (error) => error && next(error));

/** Serves `/openapi.json`, and at `/docs` Swagger UI from local files. Outside production only, as introspection. */
export function serveExplorer(document: () => unknown): Router {
  const router = Router();
  router.get('/openapi.json', (_request, response) => void response.json(document()));
  router.get('/docs', (_request, response) => {
    response.set('content-security-policy', editorPolicy).type('html').send(page);
  });
  router.get('/docs/start.js', (_request, response) => void response.type('js').send(script));
  for (const file of files) router.get(`/docs/${file}`, sendFile(file));
  return router;
}
