import { notFound, type Service } from '@shop/service';
import { drawPicture, type Subject } from './draw-picture.ts';

/** Serves the pictures of the demonstration catalogue: `/pictures/<slug>`. Pages of other sites may show them. */
export function servePictures({ app }: Pick<Service, 'app'>, subjects: readonly Subject[]): void {
  const bySlug = new Map(subjects.map((subject) => [subject.slug, subject]));
  app.get('/pictures/:slug', (request, response, next) => {
    const subject = bySlug.get(request.params.slug);
    if (!subject) return notFound(request, response, next);
    response.setHeader('cache-control', 'public, max-age=86400');
    response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    response.setHeader('cross-origin-resource-policy', 'cross-origin');
    response.setHeader('x-content-type-options', 'nosniff');
    response.type('image/svg+xml').send(drawPicture(subject));
  });
}
