/** What a problem document is made of; `instance` is the path that was asked for. */
export interface ProblemParts {
  /** What kind of problem it is, in words joined by hyphens. */
  readonly kind: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
}

/** The form of every error over HTTP (RFC 9457), and its media type. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** A problem as it goes over the wire. */
export function problemForm({ kind, title, status, detail, instance }: ProblemParts) {
  return { type: `urn:chimera:problem:${kind}`, title, status, detail, instance };
}
