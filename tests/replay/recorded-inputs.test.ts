import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readHistory } from '../../src/replay/replay-history.ts';
import { TASK_WORKFLOW, type TaskInput } from '../../src/workflows/task/contract.ts';
import { type ApiFixture, apiFixture } from '../support/api/api-fixture.ts';
import { historyFile } from './history-file.ts';
import { missingFields } from './missing-fields.ts';
import { RECORDED_PATHS } from './recorded-paths.ts';

let api: ApiFixture;
let sent: TaskInput | undefined;

beforeAll(async () => {
  api = await apiFixture();
  const start = vi.spyOn(api.gateway, 'start');
  const feature = 'Feature: pay\n  Scenario: a guest pays\n    When I press "Pay"\n    Then I see "Thank you"\n';
  const payload = { feature, project: 'shop' };
  const answer = await api.app.inject({ method: 'POST', url: '/api/tasks', payload });
  expect(answer.statusCode).toBe(201);
  sent = start.mock.calls[0]?.[0].input;
});
afterAll(() => api.close());

/** The input that a recorded run of a task began with; undefined for a run of another workflow. */
async function recordedInput(name: string): Promise<TaskInput | undefined> {
  const { events } = await readHistory(historyFile(name));
  const { workflowType, input } = events?.[0]?.workflowExecutionStartedEventAttributes ?? {};
  const payload = input?.payloads?.[0];
  if (workflowType?.name !== TASK_WORKFLOW || payload === undefined) return undefined;
  return defaultPayloadConverter.fromPayload<TaskInput>(payload);
}

describe('a recorded task', () => {
  it.each(Object.keys(RECORDED_PATHS))('of “%s” began with all that the API sends today', async (name) => {
    const recorded = await recordedInput(name);
    if (recorded === undefined) expect(name).toMatch(/^(pool|upkeep)/);
    else expect(missingFields({ ...sent, asked: { ask: 1 } }, recorded)).toEqual([]);
  });

  it('that lacks a field of today is found out, at whatever depth', async () => {
    const { retry, parking_limit_ms: _, ...rest } = (await recordedInput('success')) ?? { retry: undefined };
    const { longestWaitMs: __, ...before } = retry ?? {};
    expect(missingFields(sent, { ...rest, retry: before })).toEqual(['retry.longestWaitMs', 'parking_limit_ms']);
  });

  it('and what the API sends are compared in all their parts', () => {
    expect(Object.keys(sent ?? {}).sort()).toEqual(
      ['limits', 'parking_limit_ms', 'pool', 'request', 'retry', 'rework', 'steps', 'traceparent'].sort(),
    );
  });
});
