import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { type PreludeName, preludeOf } from './prelude.ts';

const ALL: readonly PreludeName[] = [
  ...(['browserDialogs', 'newTab', 'expectNone', 'expectWorking', 'answer', 'opened', 'textIn', 'message'] as const),
  ...([
    'find',
    'findExpected',
    'errors',
    'named',
    'like',
    'shown',
    'isEmpty',
    'enter',
    'tick',
    'choose',
    'chooseFiles',
  ] as const),
];

/** A file with every function of the prelude and a use of each, so that none is found to be unused. */
function wholeFile(): string {
  const { imports, setUp, sources } = preludeOf(new Set(ALL));
  const used = ALL.map((name) => `  void ${name};`).join('\n');
  return `import { ${[...new Set(['expect', 'test', ...imports])].join(', ')} } from '@playwright/test';
test.describe('x', () => {
${setUp.join('\n')}
${used}
});
${sources.join('\n\n')}
`;
}

describe('the functions that a written test brings along', () => {
  it('are sound TypeScript in the strictest settings, with nothing unused', { timeout: 60_000 }, () => {
    const file = path.join(import.meta.dirname, 'whole.prelude.ts');
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2024,
      module: ts.ModuleKind.NodeNext,
      lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
    };
    const host = ts.createCompilerHost(options);
    const text = wholeFile();
    const { getSourceFile, fileExists } = host;
    host.fileExists = (name) => name === file || fileExists(name);
    host.getSourceFile = (name, languageVersion) =>
      name === file ? ts.createSourceFile(name, text, languageVersion) : getSourceFile(name, languageVersion);
    const program = ts.createProgram([file], options, host);
    const told = ts.getPreEmitDiagnostics(program).map(({ messageText, start }) => {
      const line = text.slice(0, start ?? 0).split('\n').length;
      return `${line}: ${text.split('\n')[line - 1]?.trim() ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
    expect(told).toEqual([]);
  });

  it('are told once each, with those that they need', () => {
    const { sources } = preludeOf(new Set(['expectNone', 'isEmpty']));
    const names = sources.map((source) => /^(?:async )?function (\w+)/m.exec(source)?.[1]);
    expect(names).toEqual(['answer', 'expectWorking', 'howMany', 'expectNone', 'shown', 'isEmpty']);
    expect(preludeOf(new Set()).sources).toEqual([]);
  });
});
