/** The fields of a document, by their paths, that another one lacks; lists are not looked into. */
export function missingFields(sent: unknown, recorded: unknown, path = ''): readonly string[] {
  if (!isRecord(sent)) return [];
  return Object.entries(sent).flatMap(([name, value]) => {
    const here = path === '' ? name : `${path}.${name}`;
    if (!isRecord(recorded) || !(name in recorded)) return [here];
    return missingFields(value, recorded[name], here);
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
