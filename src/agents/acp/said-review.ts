import { z } from 'zod';
import type { Finding } from '../../domain/phase-result.ts';
import { FINDING_SEVERITIES } from '../../domain/task.ts';
import { isPathBelow } from '../path-below.ts';

/** The rule by which a finding of a reviewing agent stands among those of the guardian's rules. */
const RULE = 'reviewer';

/** Places in a message at which a document may begin that are tried. */
const MOST_BEGINNINGS = 100;

const saidReview = z.object({
  findings: z
    .array(
      z.object({
        severity: z.string().toUpperCase().pipe(z.enum(FINDING_SEVERITIES)),
        message: z.string().trim().min(1),
        file: z.string().nullish(),
        line: z.number().nullish(),
      }),
    )
    .max(500),
});

/** What an agent's words say as a review: its findings, or in words why they cannot be read as one. */
export type SaidReview =
  | { readonly findings: readonly Finding[]; readonly problem?: undefined }
  | { readonly findings?: undefined; readonly problem: string };

/** Reads a review from an agent's last message, in which there may be words around it. */
export function readSaidReview(words: string): SaidReview {
  const document = lastDocument(words);
  if (document === undefined) return { problem: 'there is no JSON document with "findings" at its end' };
  const read = saidReview.safeParse(document);
  if (!read.success) {
    const [{ path, message } = { path: [], message: '' }] = read.error.issues;
    return { problem: `${path.join('.')}: ${message}` };
  }
  return {
    findings: read.data.findings.map(({ severity, message, file, line }): Finding => {
      const place = file?.replace(/^\.\//, '');
      if (place === undefined || !isPathBelow(place)) return { rule: RULE, severity, message };
      const isLine = Number.isSafeInteger(line) && (line ?? 0) >= 1;
      return { rule: RULE, severity, message, file: place, ...(isLine ? { line: line ?? 1 } : {}) };
    }),
  };
}

/** The JSON document with findings that a text ends with, as far as documents end; undefined where there is none. */
function lastDocument(words: string): unknown {
  const end = words.lastIndexOf('}');
  let begin = words.indexOf('{');
  for (let tried = 0; begin !== -1 && begin < end && tried < MOST_BEGINNINGS; tried += 1) {
    const found = parsed(words.slice(begin, end + 1));
    if (typeof found === 'object' && found !== null && 'findings' in found) return found;
    begin = words.indexOf('{', begin + 1);
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
