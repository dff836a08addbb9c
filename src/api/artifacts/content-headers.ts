const INLINE = /^(?:image\/(?:png|jpeg|gif|webp)|video\/|audio\/|text\/|application\/json\b)/;

/** How a browser is told to treat a file: shown when it can be, else saved, under the file's own name. */
export function contentDisposition(path: string, mediaType: string): string {
  const name = path.split('/').at(-1) ?? 'artifact';
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const kind = INLINE.test(mediaType) ? 'inline' : 'attachment';
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** The media type with its character set, which texts of Chimera's always have as UTF-8. */
export function contentType(mediaType: string): string {
  return mediaType.startsWith('text/') && !mediaType.includes('charset') ? `${mediaType}; charset=utf-8` : mediaType;
}

/** What a page among the artifacts may do: show itself. It gets no scripts, no origin and no network. */
export const ARTIFACT_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self' data:; font-src data:";
