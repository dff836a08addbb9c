import { describe, expect, it } from 'vitest';
import { findProject, UnknownProjectError } from './chimera-config.ts';
import { parseConfig } from './file.ts';

function declaring(...names: readonly string[]) {
  const projects = names.map(
    (name) => `  - { name: ${name}, repository: ., staging: { command: x }, agents: { coder-agent: { command: x } } }`,
  );
  return parseConfig(['projects:', ...projects].join('\n'), '/srv/chimera.config.yaml');
}

describe('findProject', () => {
  it('takes the only project when none is named', () => {
    expect(findProject(declaring('shop')).name).toBe('shop');
  });

  it('takes the named project', () => {
    expect(findProject(declaring('shop', 'blog'), 'blog').name).toBe('blog');
  });

  it('wants a name where several are declared', () => {
    expect(() => findProject(declaring('shop', 'blog'))).toThrow(UnknownProjectError);
    expect(() => findProject(declaring('shop', 'blog'))).toThrow('declared are "shop" and "blog"');
  });

  it('names the nearest project for one that is not declared', () => {
    expect(() => findProject(declaring('shop', 'blog'), 'shpo')).toThrow('did you mean "shop"?');
    expect(() => findProject(declaring('shop'), 'warehouse')).toThrow('There is no project "warehouse": declared are');
  });
});
