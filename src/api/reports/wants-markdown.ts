/** Whether an Accept header names Markdown, and does not like JSON better. */
export function wantsMarkdown(accept: string | undefined): boolean {
  const markdown = quality(accept, 'text/markdown');
  return markdown > 0 && markdown >= quality(accept, 'application/json');
}

/** The weight (0 to 1) that the header gives a media type it names; 0 when it does not (RFC 9110, 12.5.1). */
function quality(accept: string | undefined, type: string): number {
  for (const range of (accept ?? '').split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (name !== type) continue;
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return weight === undefined ? 1 : Number(weight) || 0;
  }
  return 0;
}
