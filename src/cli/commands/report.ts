import { writeFile } from 'node:fs/promises';
import type { CommandContext } from '../command-context.ts';
import { print } from '../console.ts';
import { cliFailure } from '../failure.ts';
import { markdownLines } from '../view/markdown-lines.ts';
import { jsonLine, printable } from '../../text/printable.ts';
import { wholeNumber } from './whole-number.ts';

/** The options of `chimera report`. */
export interface ReportCommandOptions {
  readonly hours?: string;
  readonly out?: string;
  readonly markdown?: boolean;
}

const MOST_HOURS = 720;

/** `chimera report`: how the system is and was, laid out; as Markdown with --markdown or in a file with --out. */
export async function report(context: CommandContext, { hours, out, markdown }: ReportCommandOptions): Promise<void> {
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
  const text = await api.reportMarkdown(span);
  if (markdown === true) console.stdout.write(printable(text));
  else print(console.stdout, ...markdownLines(text, colours, width));
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw cliFailure('failed', 'The report cannot be written', `--out ${path}: ${reason}`, error);
  });
}
