import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Answering, json } from '../../../tests/support/agents/agent-server.ts';
import { DONE, httpTrial, type HttpTrial } from '../../../tests/support/agents/http-trial.ts';
import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';

const answering = (more: object): Answering => {
  return (_asked, response) => {
    json(response, 200, { ...DONE, ...more });
  };
};

const changing = (...changes: readonly object[]) => httpTrial(answering({ changes }));
const keeping = (...artifacts: readonly object[]) => httpTrial(answering({ artifacts }));
const file = ({ call }: HttpTrial, name: string): string => join(call.workspace, name);

const REFUSED_PATHS = [
  '',
  '/etc/passwd',
  '../outside',
  'a/../../outside',
  './a',
  'a//b',
  'a/',
  '.git/hooks/pre-commit',
  '.git',
  'sub/.GIT/config',
  'a\\b',
  'a\nb',
  'a\0b',
  'x'.repeat(256),
  'd/'.repeat(600) + 'x',
];

describe('the changes of an answer', () => {
  it('are written into the workspace', async () => {
    const trial = await changing(
      { path: 'src/new/cart.js', content: 'añb\n' },
      { path: 'logo.png', content: 'AAEC/w==', encoding: 'base64' },
      { path: 'run.sh', content: 'new' },
      { path: 'old.js', delete: true },
      { path: 'absent.js', delete: true },
      { path: '.github/notes', content: '' },
    );
    await writeFile(file(trial, 'run.sh'), 'a longer old one', { mode: 0o755 });
    await writeFile(file(trial, 'old.js'), 'old');
    expect(await trial.run()).not.toHaveProperty('changes');
    expect(await readFile(file(trial, 'src/new/cart.js'), 'utf8')).toBe('añb\n');
    expect([...(await readFile(file(trial, 'logo.png')))]).toEqual([0, 1, 2, 255]);
    expect(await readFile(file(trial, 'run.sh'), 'utf8')).toBe('new');
    expect((await stat(file(trial, 'run.sh'))).mode & 0o777).toBe(0o755);
    expect((await readdir(trial.call.workspace)).toSorted()).toEqual(['.github', 'logo.png', 'run.sh', 'src']);
  });

  it('are refused unread when there are too many', async () => {
    const { run } = await changing(...Array.from({ length: 10_001 }, () => ({})));
    await expect(run()).rejects.toThrow(/not valid for implement_feature: changes: must be 10000 at most$/);
  });

  it('are told of with the first of many faults', async () => {
    const { run } = await changing(...Array.from({ length: 30 }, () => ({ path: '/' })));
    await expect(run()).rejects.toThrow(/changes\.0\.path: .*; and \d+ more$/);
  });

  it('may come with a generated test', async () => {
    const scenarios = [{ name: 'Buy', status: 'failed', duration_ms: 1, error: 'no button' }];
    const changes = [{ path: 'tests/a.spec.ts', content: 'test' }];
    const trial = await httpTrial(
      answering({ test_path: 'tests/a.spec.ts', verdict: 'test_fails', scenarios, changes }),
    );
    await trial.as('generate_test', {});
    expect(await readFile(file(trial, 'tests/a.spec.ts'), 'utf8')).toBe('test');
  });

  it('are refused of an action that changes no file', async () => {
    const changes = [{ path: 'a.js', content: '' }];
    const trial = await httpTrial(answering({ deployment_url: 'https://shop.example', changes }));
    await expect(trial.as('deploy_to_staging', { commit_sha: '1'.repeat(40) })).rejects.toThrow(
      'has changes, but deploy_to_staging changes no file',
    );
  });

  it.each(REFUSED_PATHS)('are refused with no file written for the path %j', async (path) => {
    const trial = await changing({ path: 'good.js', content: '' }, { path, content: '' });
    const answer = trial.run();
    await expect(answer).rejects.toThrow(TerminalAgentError);
    await expect(answer).rejects.toThrow(/not valid for implement_feature: changes\.1\.path: must be a relative path/);
    expect(await readdir(trial.call.workspace)).toEqual([]);
  });

  it.each([
    ['no content', { path: 'a' }, /changes\.0\.content: /],
    ['a deletion with a content', { path: 'a', delete: true, content: '' }, /changes\.0/],
    ['a deletion that is none', { path: 'a', delete: false }, /changes\.0\.delete: /],
    ['base64 that is none', { path: 'a', content: 'é', encoding: 'base64' }, /changes\.0\.content: must be base64/],
    ['an unknown encoding', { path: 'a', content: '', encoding: 'hex' }, /changes\.0\.encoding: /],
    ['text', 'a', /changes\.0/],
  ])('are refused for %s', async (_what, change, message) => {
    const trial = await httpTrial(answering({ changes: [change] }));
    await expect(trial.run()).rejects.toThrow(message);
  });

  it('are refused when they name a path twice', async () => {
    const trial = await changing({ path: 'a', content: '' }, { path: 'a', delete: true });
    await expect(trial.run()).rejects.toThrow(/changes: must name each path once/);
  });

  it('never leave the workspace by a link', async () => {
    const trial = await changing({ path: 'docs/a.md', content: 'x' });
    await mkdir(join(trial.root, 'outside'));
    await symlink('../outside', file(trial, 'docs'));
    await expect(trial.run()).rejects.toThrow(/“docs\/a.md” leads through a file or a link/);
    expect(await readdir(join(trial.root, 'outside'))).toEqual([]);
  });

  it('put a file in the place of a link, and leave alone what it named', async () => {
    const trial = await changing({ path: 'a.md', content: 'new' });
    await writeFile(join(trial.root, 'outside.md'), 'kept');
    await symlink('../outside.md', file(trial, 'a.md'));
    await trial.run();
    expect((await lstat(file(trial, 'a.md'))).isFile()).toBe(true);
    expect(await readFile(join(trial.root, 'outside.md'), 'utf8')).toBe('kept');
  });

  it('replace no folder, and make none of a file', async () => {
    const trial = await changing({ path: 'src', content: '' });
    await mkdir(file(trial, 'src'));
    await expect(trial.run()).rejects.toThrow(/“src”, which is a folder/);
    const other = await changing({ path: 'a/b', content: '' });
    await writeFile(file(other, 'a'), '');
    await expect(other.run()).rejects.toThrow(/leads through a file/);
  });
});

describe('the artifacts of an answer', () => {
  it('are saved as they come, with what an agent on the same host left there', async () => {
    const trial = await httpTrial(({ path, headers }, response) => {
      if (path === '/work') {
        const artifacts = [
          { path: 'notes.md', content: 'seen' },
          { path: 'shots/a.png', content: 'AAEC/w==', encoding: 'base64' },
          { path: 'trace.zip', url: '/files/trace?id=1' },
        ];
        json(response, 200, { ...DONE, artifacts });
      } else response.end(headers['x-key'] === 'k' ? Buffer.alloc(3_000_000, 7) : '');
    });
    await writeFile(join(trial.call.artifacts, 'left.txt'), 'x');
    const { artifacts = [] } = await trial.run({ headers: { 'X-Key': 'k' } });
    expect(artifacts.map(({ path, kind, bytes }) => [path, kind, bytes])).toEqual([
      ['agent.log', 'log', expect.any(Number)],
      ['left.txt', 'log', 1],
      ['notes.md', 'report', 4],
      ['shots/a.png', 'screenshot', 4],
      ['trace.zip', 'trace', 3_000_000],
    ]);
  });

  it.each(REFUSED_PATHS)('are refused for the path %j', async (path) => {
    const trial = await keeping({ path, content: '' });
    await expect(trial.run()).rejects.toThrow(/artifacts\.0\.path: must be a relative path/);
  });

  it.each([
    ['a URL elsewhere', { path: 'a', url: 'http://127.0.0.1:9/a' }, /an artifact that is not at http:/],
    ['a URL of another kind', { path: 'a', url: 'file:///etc/passwd' }, /an artifact that is not at http:/],
    ['a URL and a content', { path: 'a', url: '/a', content: '' }, /artifacts\.0/],
    ['the name of the log', { path: 'agent.log', content: '' }, /“agent.log”, which is there already/],
  ])('are refused for %s', async (_what, artifact, message) => {
    const trial = await keeping(artifact);
    const answer = trial.run();
    await expect(answer).rejects.toThrow(TerminalAgentError);
    await expect(answer).rejects.toThrow(message);
  });

  it.each([
    [404, TerminalAgentError],
    [503, TransientAgentError],
  ])('that cannot be fetched (%i) fail the call before anything is changed', async (status, kind) => {
    const trial = await httpTrial(({ path }, response) => {
      if (path === '/work') {
        const changes = [{ path: 'a.js', content: '' }];
        json(response, 200, { ...DONE, changes, artifacts: [{ path: 'a', url: '/a' }] });
      } else response.writeHead(status).end();
    });
    await expect(trial.run()).rejects.toThrow(kind);
    expect(await readdir(trial.call.workspace)).toEqual([]);
  });
});
