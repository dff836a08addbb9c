import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { posix } from 'node:path';
import type { AddedLine, ChangedFile } from './change.ts';

// It keeps the time of every rule on every file for good.
secretLintProfiler.setEnabled(false);

/** A secret in an added line; `values` are the secret texts, for masking only: they must never be shown. */
export interface FoundSecret {
  readonly file: string;
  /** From 1, in the new file. */
  readonly line: number;
  /** What kind of secret it is, in words. */
  readonly kind: string;
  readonly values: readonly string[];
}

const RULES = {
  rules: [
    {
      id: '@secretlint/secretlint-rule-preset-recommend',
      rule: creator,
      rules: [
        {
          id: '@secretlint/secretlint-rule-aws',
          options: { enableIDScanRule: true },
          allowMessageIds: ['AWSAccountID'],
        },
      ],
    },
  ],
};

/** The secrets that a file's added lines hold. */
export async function findSecrets(file: ChangedFile): Promise<readonly FoundSecret[]> {
  if (file.added.length === 0) return [];
  const lines = withGaps(file.added);
  const content = lines.map(({ text }) => text).join('\n');
  const { messages } = await lintSource({
    source: { filePath: file.path, ext: posix.extname(file.path), content, contentType: 'text' },
    options: { locale: 'en', noPhysicFilePath: true, config: RULES },
  });
  return messages.map((message) => ({
    file: file.path,
    line: lines[message.loc.start.line - 1]?.number ?? file.added[0]?.number ?? 1,
    kind: inWords(message.messageId),
    values: valuesIn(content, message),
  }));
}

// A pattern over several lines must not join lines that are apart in the file.
function withGaps(added: readonly AddedLine[]): readonly AddedLine[] {
  return added.flatMap((line, index) => {
    const before = added[index - 1];
    const gap = before !== undefined && before.number + 1 !== line.number;
    return gap ? [{ number: line.number, text: '' }, line] : [line];
  });
}

// The reported range can begin before the secret itself, so what the rule captured counts as well.
function valuesIn(content: string, { range, data }: { range: readonly [number, number]; data?: object }): string[] {
  const captured = Object.values(data ?? {}).filter((value) => typeof value === 'string' && content.includes(value));
  return [...(captured as string[]), content.slice(...range)].filter((value) => value.trim() !== '');
}

function inWords(messageId: string): string {
  return messageId
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
}
