import { type DocumentNode, parse } from 'graphql';

let last: { readonly sdl: string; readonly document: WeakRef<DocumentNode> } | undefined;

/** Parses the SDL of a supergraph. All that read it when it is loaded share one document. */
export function parseSupergraph(sdl: string): DocumentNode {
  const known = last?.sdl === sdl ? last.document.deref() : undefined;
  if (known) return known;
  const document = parse(sdl);
  last = { sdl, document: new WeakRef(document) };
  return document;
}
