/** An answer of an API: its status, headers, JSON, and how long it took in ms. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  readonly ms: number;
}

/** Asks an API for JSON. */
export async function ask<T>(url: URL, init: RequestInit = {}): Promise<Answer<T>> {
  const begun = performance.now();
  const answer = await fetch(url, init);
  const body = (await answer.json()) as T;
  return { status: answer.status, headers: answer.headers, body, ms: performance.now() - begun };
}

/** Sends an API a JSON document. */
export function post<T>(url: URL, body: object, headers: Record<string, string> = {}): Promise<Answer<T>> {
  const json = { 'content-type': 'application/json', ...headers };
  return ask<T>(url, { method: 'POST', headers: json, body: JSON.stringify(body) });
}
