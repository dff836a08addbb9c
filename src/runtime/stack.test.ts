import { describe, expect, it } from 'vitest';
import { createStack, onStack } from './stack.ts';

/** A stack of named parts; `stopped` fills in the order in which they stop. */
function stackOf(...parts: readonly { readonly name: string; readonly failure?: Error }[]) {
  const stack = createStack();
  const stopped: string[] = [];
  for (const { name, failure } of parts) {
    stack.push(() => {
      stopped.push(name);
      return failure === undefined ? Promise.resolve() : Promise.reject(failure);
    });
  }
  return { stack, stopped };
}

describe('a stack of started parts', () => {
  it('stops the last one first', async () => {
    const { stack, stopped } = stackOf({ name: 'temporal' }, { name: 'worker' }, { name: 'api' });
    await stack.stop();
    expect(stopped).toEqual(['api', 'worker', 'temporal']);
  });

  it('stops each part once, however often it is asked to', async () => {
    const { stack, stopped } = stackOf({ name: 'temporal' });
    await Promise.all([stack.stop(), stack.stop()]);
    await stack.stop();
    expect(stopped).toEqual(['temporal']);
  });

  it('stops all the others when one fails, and then tells every failure', async () => {
    const failures = [new Error('api stuck'), new Error('worker stuck')] as const;
    const [api, worker] = failures;
    const { stack, stopped } = stackOf(
      { name: 'temporal' },
      { name: 'worker', failure: worker },
      { name: 'api', failure: api },
    );
    await expect(stack.stop()).rejects.toMatchObject({
      errors: failures,
      message: 'Not everything could be stopped: Error: api stuck; Error: worker stuck',
    });
    expect(stopped).toEqual(['api', 'worker', 'temporal']);
  });
});

describe('what is put together on a stack', () => {
  it('is handed on with its parts running', async () => {
    const stopped: string[] = [];
    const built = await onStack((stack) => {
      stack.push(() => Promise.resolve(stopped.push('temporal')));
      return Promise.resolve('the system');
    });
    expect(built).toBe('the system');
    expect(stopped).toEqual([]);
  });

  it('is taken apart again when it fails half way', async () => {
    const stopped: string[] = [];
    const building = onStack((stack) => {
      stack.push(() => Promise.resolve(stopped.push('temporal')));
      return Promise.reject(new Error('the port is taken'));
    });
    await expect(building).rejects.toThrow('the port is taken');
    expect(stopped).toEqual(['temporal']);
  });

  it('tells first why it failed, even if it cannot be taken apart either', async () => {
    const building = onStack((stack) => {
      stack.push(() => Promise.reject(new Error('it hangs')));
      return Promise.reject(new Error('the port is taken'));
    });
    await expect(building).rejects.toThrow(/^Error: the port is taken \(and then: .*it hangs\)$/);
  });
});
