import { StringDecoder } from 'node:string_decoder';

/** Characters of one line that are kept; the rest of a longer line is dropped. */
const MAX_LINE_LENGTH = 1024 * 1024;

/** Takes a program's output in pieces; `end` hands over a last line that has no line break. */
export interface LineSplitter {
  push(chunk: Buffer): void;
  end(): void;
}

/** Cuts UTF-8 output into lines, whatever pieces it arrives in; holds one line at most. Line breaks are LF or CRLF. */
export function splitLines(onLine: (line: string) => void, maxLength = MAX_LINE_LENGTH): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let pieces: string[] = [];
  let length = 0;

  const keep = (text: string): void => {
    const room = maxLength - length;
    if (room <= 0 || text === '') return;
    const kept = text.length > room ? text.slice(0, room) : text;
    pieces.push(kept);
    length += kept.length;
  };
  const finish = (): void => {
    const line = pieces.join('');
    pieces = [];
    length = 0;
    onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  };
  const take = (text: string): void => {
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      keep(text.slice(from, at));
      finish();
      from = at + 1;
    }
    keep(text.slice(from));
  };

  return {
    push: (chunk) => {
      take(decoder.write(chunk));
    },
    end: () => {
      take(decoder.end());
      if (length > 0) finish();
    },
  };
}
