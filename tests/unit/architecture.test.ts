import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const rules = z.object({ MAY_IMPORT: z.record(z.string(), z.array(z.string())) });

type Table = Readonly<Record<string, readonly string[]>>;

/** The table that the check of imports enforces, with its patterns as people write them. */
async function enforcedTable(): Promise<Table> {
  const { MAY_IMPORT } = rules.parse(await import(pathToFileURL(join(root, '.dependency-cruiser.js')).href));
  const written = (place: string) => place.replaceAll('[^/]+', '*');
  return Object.fromEntries(Object.entries(MAY_IMPORT).map(([room, places]) => [room, places.map(written)]));
}

/** The rows below the heading `From | May import`, up to the first line that is no row. */
async function describedTable(): Promise<Table> {
  const lines = (await readFile(join(root, 'ARCHITECTURE.md'), 'utf8')).split('\n');
  const heading = lines.findIndex((line) => /^\| From +\| May import +\|$/.test(line));
  const below = lines.slice(heading + 2);
  const rows = below.slice(
    0,
    below.findIndex((line) => !line.startsWith('|')),
  );
  return Object.fromEntries(
    rows.map((row) => {
      const [room = '', ...places] = [...row.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      return [room, places];
    }),
  );
}

/** The lines of the picture of rooms, from the top, each without what it is called. */
async function picturedRooms(): Promise<readonly (readonly string[])[]> {
  const text = await readFile(join(root, 'ARCHITECTURE.md'), 'utf8');
  const picture = /The rooms of `src`\..*?```\n(.*?)```/s.exec(text)?.[1] ?? '';
  return picture.split('\n').flatMap((line) => {
    const [, rooms] = /^ {2}\S.*? {2,}(\S.*)$/.exec(line) ?? [];
    return rooms === undefined ? [] : [rooms.split(/ +/)];
  });
}

describe('the import table', () => {
  let enforced: Table;
  beforeAll(async () => {
    enforced = await enforcedTable();
  });

  it('stands in ARCHITECTURE.md as it is enforced', async () => {
    const described = await describedTable();
    expect(Object.keys(described).length).toBeGreaterThan(0);
    expect(described).toEqual(enforced);
  });

  it('has a row for every folder of src, and no other', async () => {
    const entries = await readdir(join(root, 'src'), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(folders.sort()).toEqual(Object.keys(enforced).sort());
  });

  it('is drawn with each room above all that it imports', async () => {
    const lines = await picturedRooms();
    const heights = new Map(lines.flatMap((rooms, line) => rooms.map((room) => [room, line] as const)));
    expect([...heights.keys()].sort()).toEqual(Object.keys(enforced).sort());
    const upward = Object.entries(enforced).flatMap(([room, places]) =>
      places
        .map((place) => place.split('/')[0] ?? '')
        .filter((other) => (heights.get(other) ?? -1) <= (heights.get(room) ?? Infinity))
        .map((other) => `${room} imports ${other}`),
    );
    expect(upward).toEqual([]);
  });

  it('lets no two folders import each other', () => {
    const roomsOf = (room: string) => (enforced[room] ?? []).map((place) => place.split('/')[0]);
    const mutual = Object.keys(enforced).flatMap((room) =>
      roomsOf(room)
        .filter((other) => other !== undefined && roomsOf(other).includes(room))
        .map((other) => `${room} and ${other ?? ''}`),
    );
    expect(mutual).toEqual([]);
  });
});
