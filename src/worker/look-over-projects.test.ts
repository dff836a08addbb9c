import { expect, it } from 'vitest';
import { memoryLog } from '../../tests/support/memory-log.ts';
import { projectSchema } from '../config/project.ts';
import { TransientAgentError } from '../domain/failure.ts';
import { lookOverProjects } from './look-over-projects.ts';

const projects = ['shop', 'bank', 'well'].map((name) => projectSchema.parse({ name, repository: '.' }));

it('tells of each project what its tasks would stumble over, and of the next one whatever is wrong with it', async () => {
  const { log, lines } = memoryLog();
  const workspaces = {
    lookOver: ({ name }: { readonly name: string }) => {
      if (name === 'shop') return Promise.reject(new TransientAgentError('git fetch failed: it said nothing'));
      return Promise.resolve(name === 'bank' ? ['It has submodules.', 'It keeps files in Git LFS.'] : []);
    },
  };
  await lookOverProjects({ projects, workspaces, log, signal: new AbortController().signal });
  expect(lines().map(({ level, message }) => [level, message])).toEqual([
    ['warn', 'Project shop: git fetch failed: it said nothing'],
    ['warn', 'Project bank: It has submodules.'],
    ['warn', 'Project bank: It keeps files in Git LFS.'],
  ]);
});

it('says nothing more once the worker stops', async () => {
  const { log, lines } = memoryLog();
  const stopping = new AbortController();
  const workspaces = {
    lookOver: () => {
      stopping.abort(new Error('The worker stops.'));
      return Promise.reject(new Error('The worker stops.'));
    },
  };
  await lookOverProjects({ projects, workspaces, log, signal: stopping.signal });
  expect(lines()).toEqual([]);
});
