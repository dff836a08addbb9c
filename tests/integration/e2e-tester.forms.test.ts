import { describe, expect, it } from 'vitest';
import { Bench } from './e2e-tester.bench.ts';
import { runText } from './e2e-tester.features.ts';
import { FORM_PATTERNS } from './form-patterns.ts';

const bench = new Bench();

/** So many patterns share a scenario, since each scenario starts a browser's context of its own. */
const TOGETHER = 6;

describe('a field by the name that a person would quote', () => {
  it('is found, filled and read in the markup of design systems and frameworks, and a neighbour is not', async () => {
    const pages: Record<string, string> = {};
    const texts: string[] = [];
    FORM_PATTERNS.forEach(({ system, field }, at) => {
      const neighbours = field('User name again', 'again') + field('Other user name', 'other');
      pages[`/${at}`] = `<form>${neighbours}${field('User name', 'name')}</form>`;
      pages[`/${at}/without`] = `<form>${neighbours}</form>`;
      if (at % TOGETHER === 0) texts.push(`# ${system} and on`);
      texts.push(
        `Open /${at}. Enter "anna" into the "User name" field. The "User name" field has the value "anna".`,
        'The "User name again" field is empty. The "Other user name" field is empty.',
        `Open /${at}/without. I see the field "Other user name". I do not see the field "User name".`,
      );
    });
    const ended = await runText(bench, pages, texts.join('\n'));
    const failed = [...ended.values()].filter(({ status }) => status === 'failed');
    expect(failed.map(({ name, error }) => `${name}: ${error?.sentence ?? ''}: ${error?.message ?? ''}`)).toEqual([]);
    expect(ended.size).toBe(Math.ceil(FORM_PATTERNS.length / TOGETHER));
  });
});
