import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import { BULK_EXAMPLE, DEAD_LETTER_EXAMPLE, DRY_RUN_EXAMPLE, GROUPS_EXAMPLE } from '../contract/dead-letter/example.ts';
import { bulkSchema, deadLetterSummarySchema, groupsSchema } from '../contract/dead-letter/dead-letter.ts';
import { AGENT_EXAMPLE, AGENTS_EXAMPLE, agentsSchema, agentViewSchema } from '../contract/agent.ts';
import {
  DECISIONS_EXAMPLE,
  DEMAND_EXAMPLE,
  METRICS_EXAMPLE,
  POOL_EXAMPLE,
  POOL_SUMMARY_EXAMPLE,
} from '../contract/pool/example.ts';

import { WORKER_EXAMPLE, WORKERS_EXAMPLE, workersSchema, workerViewSchema } from '../contract/worker.ts';
import { poolMetricsSchema } from '../contract/pool/metrics.ts';
import { decisionsSchema, demandSchema, poolSummarySchema, poolViewSchema } from '../contract/pool/pool.ts';
import { SUBMISSION_EXAMPLE, SUBMITTED_EXAMPLE, TASK_EXAMPLE } from '../contract/task/example.ts';
import { submissionSchema } from '../contract/task/requests.ts';
import { submittedSchema, taskViewSchema } from '../contract/task/task.ts';

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { name: string; in: string; schema?: object }[];
  readonly requestBody?: { required?: boolean; content: Record<string, { schema: { $ref?: string } }> };
  readonly responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, { example?: unknown; examples?: unknown; required?: string[] }> };
}

let api: ApiFixture;
let document: Document;
beforeAll(async () => {
  api = await apiFixture();
  document = (await api.app.inject('/api/docs-json')).json<Document>();
});
afterAll(() => api.close());

const operations = (): readonly Operation[] => Object.values(document.paths).flatMap((path) => Object.values(path));

describe('the OpenAPI document', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
  });

  it('refers only to components that are there', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, ref]) => ref,
    );
    expect(refs.length).toBeGreaterThan(20);
    for (const ref of refs) expect(document.components.schemas).toHaveProperty(String(ref));
  });

  it('shows every operation, each with a summary and its problems', () => {
    expect(Object.keys(document.paths).sort()).toEqual([
      '/',
      '/api/agents',
      '/api/agents/{name}',
      '/api/agents/{name}/account',
      '/api/agents/{name}/breaker',
      '/api/budgets',
      '/api/dlq',
      '/api/dlq/discard',
      '/api/dlq/groups',
      '/api/dlq/requeue',
      '/api/dlq/{id}',
      '/api/dlq/{id}/discard',
      '/api/dlq/{id}/requeue',
      '/api/health',
      '/api/health/remediations',
      '/api/health/remediations/{id}/revert',
      '/api/metrics',
      '/api/metrics/history',
      '/api/pool',
      '/api/pool/decisions',
      '/api/pool/demand',
      '/api/pool/drain',
      '/api/pool/pause',
      '/api/pool/resume',
      '/api/profile',
      '/api/reports/health',
      '/api/spending',
      '/api/tasks',
      '/api/tasks/{id}',
      '/api/tasks/{id}/artifacts',
      '/api/tasks/{id}/artifacts/{path}',
      '/api/tasks/{id}/cancel',
      '/api/tasks/{id}/events',
      '/api/tasks/{id}/profile',
      '/api/tasks/{id}/trace',
      '/api/workers',
      '/api/workers/{id}',
      '/health',
      '/metrics',
    ]);
    for (const { summary, responses } of operations()) {
      expect(summary).toBeTruthy();
      for (const [status, { content }] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        expect(content?.['application/problem+json']?.schema.$ref).toBe('#/components/schemas/Problem');
      }
    }
  });

  it('shows what may become of any request, and of whatever changes something', () => {
    for (const path of Object.values(document.paths)) {
      for (const [method, { responses }] of Object.entries(path)) {
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '403', '408', '431', '503']));
        if (method !== 'get') expect(Object.keys(responses)).toEqual(expect.arrayContaining(['413', '415']));
      }
    }
    const busy = document.paths['/api/tasks/{id}/events']?.['get']?.responses['429'];
    expect(busy?.content?.['application/problem+json']).toBeDefined();
  });

  it('shows which bodies may be left out', () => {
    const optional = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.values(operations).flatMap(({ requestBody }) => (requestBody?.required === false ? [path] : [])),
    );
    expect(optional.sort()).toEqual([
      '/api/dlq/{id}/requeue',
      '/api/pool/drain',
      '/api/pool/pause',
      '/api/pool/resume',
      '/api/tasks/{id}/cancel',
    ]);
    expect(JSON.stringify(document)).not.toContain('x-optional');
    expect(JSON.stringify(document)).not.toContain('"wire"');
  });

  it('shows bounds and forms as they are checked', () => {
    const parameter = (path: string, wanted: string) =>
      document.paths[path]?.['get']?.parameters?.find(({ name }) => name === wanted)?.schema;
    const limit = (maximum: number, usual: number) => ({ type: 'integer', minimum: 1, maximum, default: usual });
    expect(parameter('/api/tasks', 'limit')).toMatchObject(limit(200, 50));
    expect(parameter('/api/dlq', 'limit')).toMatchObject(limit(500, 50));
    expect(parameter('/api/health/remediations', 'limit')).toMatchObject(limit(200, 50));
    expect(parameter('/api/reports/health', 'hours')).toMatchObject(limit(720, 24));
    expect(parameter('/api/metrics/history', 'from')).toMatchObject({ type: 'string', format: 'date-time' });
    expect(parameter('/api/dlq/groups', 'since')).toMatchObject({ type: 'string', format: 'date-time' });
    const { TaskSubmission: submission, PoolChange: change } = document.components.schemas;
    expect(submission).toMatchObject({ properties: { project: { enum: ['shop', 'blog'] } } });
    expect(change).toMatchObject({ anyOf: expect.arrayContaining([{ required: ['size'] }]) as unknown });
  });

  it('shows bodies, queries and headers by their schemas', () => {
    const { get, post } = document.paths['/api/tasks'] ?? {};
    expect(post?.requestBody?.content['application/json']?.schema.$ref).toBe('#/components/schemas/TaskSubmission');
    expect(post?.parameters?.map(({ name }) => name).sort()).toEqual(['Idempotency-Key', 'traceparent']);
    expect(get?.parameters?.map(({ name }) => name).sort()).toEqual(['cursor', 'limit', 'project', 'q', 'status']);
    expect(document.components.schemas['TaskSubmission']?.required).toEqual(['feature']);
  });

  it('shows what a pool can be asked and told', () => {
    const { get, patch } = document.paths['/api/pool'] ?? {};
    expect(get?.parameters?.map(({ name }) => name)).toEqual(['name']);
    expect(patch?.parameters?.map(({ name }) => name)).toEqual(['name']);
    expect(patch?.requestBody?.content['application/json']?.schema.$ref).toBe('#/components/schemas/PoolChange');
    const decisions = document.paths['/api/pool/decisions']?.['get'];
    expect(decisions?.parameters?.map(({ name }) => name).sort()).toEqual(['limit', 'name']);
    const task = document.paths['/api/tasks/{id}']?.['patch'];
    expect(task?.requestBody?.content['application/json']?.schema.$ref).toBe('#/components/schemas/TaskChange');
    expect(Object.keys(document.paths['/api/tasks']?.['post']?.responses ?? {})).toContain('429');
  });

  it('shows what the dead letter queue can be asked and told', () => {
    const { get } = document.paths['/api/dlq'] ?? {};
    const filters = ['group', 'investigated', 'phase', 'project', 'since', 'status'];
    expect(get?.parameters?.map(({ name }) => name).sort()).toEqual(['cursor', ...filters, 'limit'].sort());
    const bodies = Object.entries({
      'patch /api/dlq/{id}': 'DeadLetterNote',
      'post /api/dlq/{id}/discard': 'Discard',
      'post /api/dlq/requeue': 'BulkRequeue',
      'post /api/dlq/discard': 'BulkDiscard',
    });
    for (const [operation, schema] of bodies) {
      const [method = '', path = ''] = operation.split(' ');
      const body = document.paths[path]?.[method]?.requestBody?.content['application/json'];
      expect(body?.schema.$ref).toBe(`#/components/schemas/${schema}`);
    }
  });

  it('has examples that are what they are examples of', () => {
    expect(submissionSchema.parse(SUBMISSION_EXAMPLE)).toEqual(SUBMISSION_EXAMPLE);
    expect(submittedSchema.strict().parse(SUBMITTED_EXAMPLE)).toEqual(SUBMITTED_EXAMPLE);
    expect(taskViewSchema.strict().parse(TASK_EXAMPLE)).toEqual(TASK_EXAMPLE);
    expect(document.components.schemas['Task']?.example).toEqual(TASK_EXAMPLE);
    expect(agentsSchema.strict().parse(AGENTS_EXAMPLE)).toEqual(AGENTS_EXAMPLE);
    expect(agentViewSchema.strict().parse(AGENT_EXAMPLE)).toEqual(AGENT_EXAMPLE);
    expect(workersSchema.strict().parse(WORKERS_EXAMPLE)).toEqual(WORKERS_EXAMPLE);
    expect(workerViewSchema.strict().parse(WORKER_EXAMPLE)).toEqual(WORKER_EXAMPLE);
    expect(poolViewSchema.strict().parse(POOL_EXAMPLE)).toEqual(POOL_EXAMPLE);
    expect(poolSummarySchema.strict().parse(POOL_SUMMARY_EXAMPLE)).toEqual(POOL_SUMMARY_EXAMPLE);
    expect(decisionsSchema.strict().parse(DECISIONS_EXAMPLE)).toEqual(DECISIONS_EXAMPLE);
    expect(demandSchema.strict().parse(DEMAND_EXAMPLE)).toEqual(DEMAND_EXAMPLE);
    expect(poolMetricsSchema.strict().parse(METRICS_EXAMPLE)).toEqual(METRICS_EXAMPLE);
    expect(document.components.schemas['Pool']?.example).toEqual(POOL_EXAMPLE);
    expect(deadLetterSummarySchema.strict().parse(DEAD_LETTER_EXAMPLE)).toEqual(DEAD_LETTER_EXAMPLE);
    expect(groupsSchema.strict().parse(GROUPS_EXAMPLE)).toEqual(GROUPS_EXAMPLE);
    for (const example of [DRY_RUN_EXAMPLE, BULK_EXAMPLE]) expect(bulkSchema.parse(example)).toEqual(example);
    expect(document.components.schemas['DeadLetter']?.example).toEqual(DEAD_LETTER_EXAMPLE);
    expect(document.components.schemas['Problem']?.examples).toHaveLength(1);
  });

  it('has a page to read and try it, with all that the page needs', async () => {
    const page = await api.app.inject('/api/docs');
    expect(page.statusCode).toBe(200);
    const assets = [...page.body.matchAll(/(?:src|href)="\.?\/?([^"]+\.(?:js|css|png))"/g)].map(([, asset]) => asset);
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) {
      expect((await api.app.inject(`/api/${String(asset)}`)).statusCode).toBe(200);
    }
  });
});
