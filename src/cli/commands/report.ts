import { writeFile } from 'node:fs/promises';
import type { CommandContext } from '../command-context.ts';
import { print } from '../console.ts';
import { cliFailure } from '../failure.ts';
import { markdownLines } from '../view/markdown-lines.ts';
import { jsonLine, printable } from '../view/text.ts';
import { wholeNumber } from './whole-number.ts';

/** The options of `chimera report`. */
export interface ReportOptions {
  readonly hours?: string;
  readonly out?: string;
}

const MOST_HOURS = 720;

/** `chimera report`: how the system is and was; on a terminal laid out, in a pipe as Markdown, in a file with --out. */
export async function report(context: CommandContext, { hours, out }: ReportOptions): Promise<void> {
  const span = hours === undefined ? undefined : wholeNumber('--hours', hours, 1, MOST_HOURS);
  const api = await context.api();
  if (out !== undefined) {
    await write(out, context.json ? `${jsonLine(await api.report(span))}\n` : await api.reportMarkdown(span));
    context.answer({ out }, [`The report is in ${out}.`]);
    return;
  }
  if (context.json) {
    context.answer(await api.report(span), []);
    return;
  }
  const { console, colours, width } = context;
  const markdown = await api.reportMarkdown(span);
  if (console.stdout.isTTY === true) print(console.stdout, ...markdownLines(markdown, colours, width));
  else console.stdout.write(printable(markdown));
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw cliFailure('failed', 'The report cannot be written', `--out ${path}: ${reason}`, error);
  });
}
