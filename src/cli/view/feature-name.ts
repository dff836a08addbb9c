import { oneLine } from '../../text/printable.ts';

/** What a feature is called: its Gherkin name, else its first line of text. */
export function featureName(feature: string): string {
  const lines = feature.split('\n').map((line) => line.trim());
  const titled = lines.map((line) => /^(?:Feature|Scenario)[^:]*:(.+)$/i.exec(line)?.[1]?.trim()).find(Boolean);
  return oneLine(titled ?? lines.find((line) => line !== '' && !line.startsWith('#')) ?? '');
}
