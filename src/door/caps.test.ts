import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Caps } from './caps.ts';

it('no client holds more than its share, nor all together more than all, whoever comes and goes', () => {
  const move = fc.record({ client: fc.constantFrom('a', 'b', 'c'), leaves: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(move, { maxLength: 200 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 5 }),
      (moves, inAll, perClient) => {
        const caps = new Caps({ inAll, perClient });
        const held: { client: string; leave: () => void }[] = [];
        for (const { client, leaves } of moves) {
          const own = held.filter((one) => one.client === client);
          if (leaves) {
            const [first] = own;
            if (first === undefined) continue;
            first.leave();
            first.leave();
            held.splice(held.indexOf(first), 1);
            continue;
          }
          const entry = caps.enter(client);
          expect(entry.ok).toBe(own.length < perClient && held.length < inAll);
          if (entry.ok) held.push({ client, leave: entry.leave });
          else expect(entry.full).toBe(own.length >= perClient ? 'perClient' : 'inAll');
        }
      },
    ),
  );
});
