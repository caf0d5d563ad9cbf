/** Text of a document of `documents/`, as codegen writes it. */
export type Document = { toString(): string };

/** A route that clients should leave (RFC 9745, RFC 8594). */
export type Deprecation = {
  /** Day since which it is deprecated, for example 2027-01-01. */
  readonly since: string;
  /** Day after which it may be removed, at least six months later. */
  readonly sunset: string;
  /** Path of the route to use instead. */
  readonly successor?: string;
};

/**
 * One row of the route table. Names in braces are variables of its document or fields of `$input`; the other fields of
 * `$input` are the JSON body, and the other variables the query string (`operation-parameters.ts`).
 */
export type RestRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below `/api/v1`. */
  readonly path: `/${string}`;
  readonly document: Document | Choice;
  /** What it does, where the first sentence of the root field's description does not say it. */
  readonly summary?: string;
  /** Field of the root field that is the body; the other fields of a payload are added to it. */
  readonly resource?: string;
  /** The route creates something, whose path this is, with values of the body in braces: 201 with `Location`. */
  readonly created?: `/${string}`;
  /**
   * A name in the path that finds what has been renamed since. The body then has another value of it, and the response
   * leads to the path with that: 301 with `Location`.
   */
  readonly renamed?: string;
  /** The response has no body: 204. */
  readonly empty?: true;
  /** The root field is null for anonymous requests, which is 401 here. */
  readonly viewerOnly?: true;
  readonly deprecated?: Deprecation;
};

/** Several documents of one route. A field of the body chooses. */
export type Choice = {
  /** Name of the operation in OpenAPI. */
  readonly name: string;
  readonly field: string;
  readonly documents: Readonly<Record<string, Document>>;
};

export const isChoice = (document: Document | Choice): document is Choice =>
  typeof document === 'object' && 'field' in document;

/** Where the first version begins. */
export const apiRoot = '/api/v1';
