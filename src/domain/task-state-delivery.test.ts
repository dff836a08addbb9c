import { describe, expect, it } from 'vitest';
import { newLetter } from './dead-letter.ts';
import type { PullRequest } from './delivery/pull-request.ts';
import { type Pipeline, startPipeline } from './pipeline.ts';
import * as taskState from './task-state.ts';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';

const request = { feature: 'Feature: pay', target_url: 'http://shop', priority: 5, project: 'shop' };
const begun = taskState.newTask('chimera-000000000001', request, 0, TRACEPARENT);
const pull: PullRequest = { url: 'http://forge/7', number: 7, status: 'open', commit_sha: 'c2', problems: [] };
const pipeline: Pipeline = { ...startPipeline(), next: { kind: 'deliver', round: 2 } };

describe('a task that hands its change over', () => {
  const waiting = taskState.waiting(begun, { kind: 'pull_request', url: pull.url, until: '2030-01-01T00:00:00.000Z' });

  it('is at it, and knows its pull request', () => {
    const state = taskState.withPullRequest(taskState.delivering(waiting, 2), pull);
    expect(state).toMatchObject({ status: 'running', phase: 'DELIVERY', round: 2, pull_request: pull });
    expect(state).not.toHaveProperty('waiting_for');
  });

  it('is parked there when that fails, and goes on there when it is requeued', () => {
    const error = { phase: 'DELIVERY', type: 'ForgeError', message: '401', retry_count: 0 };
    const parked = taskState.parked(taskState.delivering(begun, 2), error, 1_000);
    expect(newLetter({ state: parked, pipeline }, undefined, 1_000)).toMatchObject({ phase: 'DELIVERY', error });
    expect(taskState.requeued(parked, pipeline)).toMatchObject({ status: 'queued', phase: 'DELIVERY', round: 2 });
  });
});
