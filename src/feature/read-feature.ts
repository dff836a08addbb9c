import { readEnglish } from './english.ts';
import { readGherkin } from './gherkin.ts';
import { isGherkin, undeclaredDialect } from './gherkin-source.ts';
import type { Reading } from './step.ts';

/** Reads a feature text, Gherkin or controlled English: understood whole, or refused with every reason. */
export function readFeature(text: string): Reading {
  const source = text.replace(/^\uFEFF/u, '').replaceAll(/\r\n?/gu, '\n');
  if (source.trim() === '') {
    const reason = 'there is no text to make a test of';
    return { ok: false, refusals: [{ sentence: '', line: 1, part: '', reason, nearest: 'Open /. I see "…"' }] };
  }
  if (isGherkin(source)) return readGherkin(source);
  const dialect = undeclaredDialect(source);
  if (dialect === undefined) return readEnglish(source);
  const sentence = source.trim().split('\n')[0] ?? '';
  const reason = `this is Gherkin with keywords of another language: put “# language: ${dialect}” on its first line`;
  return {
    ok: false,
    refusals: [{ sentence, line: 1, part: sentence, reason, nearest: `# language: ${dialect}\n${sentence}` }],
  };
}
