import { describe, expect, it } from 'vitest';
import { REPORT_EXAMPLE } from '../../../contract/report-example.ts';
import type { SystemReport } from '../../../contract/report.ts';
import { reportMarkdown } from './report-markdown.ts';

const shown = (change: Partial<SystemReport>): string => reportMarkdown({ ...REPORT_EXAMPLE, ...change });

describe('a report in Markdown', () => {
  it('is a document to read as it is', () => {
    expect(reportMarkdown(REPORT_EXAMPLE)).toMatchInlineSnapshot(`
      "# Health report

      **DEGRADED**, score **89** of 100 ██████████████████░░

      2026-02-28 12:00 to 2026-03-01 12:00 UTC (24 h).

      ## Score

      | Part   | Points |  Of |                      | Unknown |
      | ------ | -----: | --: | -------------------- | ------: |
      | system |     30 |  30 | ████████████████████ |         |
      | agents |    7.5 |  15 | ██████████░░░░░░░░░░ |         |

      ## Checks

      1 of 2 checks pass.

      | Check                   | Status | What it says                                     |
      | ----------------------- | ------ | ------------------------------------------------ |
      | agent:coder-agent\\@shop | warn   | the circuit breaker of coder-agent\\@shop is OPEN |

      ## What to change

      - look at coder-agent\\@shop: its circuit breaker is OPEN

      ## Tasks

      14 accepted, 13 came to rest: ███████████████░░░░░ 75 % completed.
      Now 1 queued, 2 running, 2 parked.
      Completed tasks took 1 min 02 s (median), 4 min 00 s (p95), 5 min 10 s (p99).

      | Ended as      | Tasks |  Share |                      |
      | ------------- | ----: | -----: | -------------------- |
      | completed     |     9 | 69.2 % | ██████████████░░░░░░ |
      | failed        |     1 |  7.7 % | ██░░░░░░░░░░░░░░░░░░ |
      | dead lettered |     2 | 15.4 % | ███░░░░░░░░░░░░░░░░░ |
      | discarded     |     0 |    0 % | ░░░░░░░░░░░░░░░░░░░░ |
      | cancelled     |     1 |  7.7 % | ██░░░░░░░░░░░░░░░░░░ |

      ## Phases

      | Phase               | Attempts | Failed | Rejected | Success |        p50 |        p95 |        p99 |
      | ------------------- | -------: | -----: | -------: | ------: | ---------: | ---------: | ---------: |
      | CODE_IMPLEMENTATION |       20 |      4 |        0 |    80 % | 1 min 02 s | 4 min 00 s | 5 min 10 s |

      | Took    | Attempts | Share |                      |
      | ------- | -------: | ----: | -------------------- |
      | 0-10 s  |        0 |   0 % | ░░░░░░░░░░░░░░░░░░░░ |
      | 10-30 s |        5 |  25 % | █████░░░░░░░░░░░░░░░ |
      | 30+ s   |       15 |  75 % | ███████████████░░░░░ |

      | Phase               | 0-10 s | 10-30 s | 30+ s |
      | ------------------- | -----: | ------: | ----: |
      | CODE_IMPLEMENTATION |    0 % |    25 % |  75 % |

      ## Agents

      1 of 1 unhealthy:

      - **coder-agent\\@shop**: its circuit breaker is OPEN; 5 of 20 calls failed: 75 % were answered

      | Agent             | State   | Uptime | Breaker | Closed | Calls | Failed | Answered |                      |
      | ----------------- | ------- | -----: | ------- | -----: | ----: | -----: | -------: | -------------------- |
      | coder-agent\\@shop | HEALTHY | 99.9 % | OPEN    |   97 % |    20 |      5 |     75 % | ███████████████░░░░░ |

      ## Workers

      | Worker         | State   | Since            | Uptime |                      | Why              |
      | -------------- | ------- | ---------------- | -----: | -------------------- | ---------------- |
      | worker-1\\@host | HEALTHY | 2026-03-01 09:30 | 99.7 % | ███████████████████░ | a heartbeat came |

      ## Uptime

      - API: up for 9 d 04 h, since 2026-02-20 08:00 UTC
      - Workers: 3 heard of
      - Availability: ███████████████████░ 99.8 % of the samples healthy; they cover 100 % of the time

      ## Tokens and costs

      41 calls, 830 000 tokens, $9.40.
      For each completed task 92 222 tokens, $1.04.

      | Project | Calls |  Tokens |  Cost | Share |                      |
      | ------- | ----: | ------: | ----: | ----: | -------------------- |
      | shop    |    41 | 830 000 | $9.40 | 100 % | ████████████████████ |

      | Agent             | Calls |  Tokens |  Cost | Share |                      |
      | ----------------- | ----: | ------: | ----: | ----: | -------------------- |
      | coder-agent\\@shop |    41 | 830 000 | $9.40 | 100 % | ████████████████████ |

      | Phase               | Calls |  Tokens |  Cost | Share |                      |
      | ------------------- | ----: | ------: | ----: | ----: | -------------------- |
      | CODE_IMPLEMENTATION |    41 | 830 000 | $9.40 | 100 % | ████████████████████ |

      | Model     | Calls |  Tokens |  Cost | Share |                      |
      | --------- | ----: | ------: | ----: | ----: | -------------------- |
      | gpt-6-sol |    41 | 830 000 | $9.40 | 100 % | ████████████████████ |

      ## Failures

      | Count | Latest           | Example              | Phase               | Error                                        |
      | ----: | ---------------- | -------------------- | ------------------- | -------------------------------------------- |
      |     2 | 2026-03-01 11:40 | chimera-3f9a1c07be42 | CODE_IMPLEMENTATION | TransientAgentError: POST \\<url\\> gave \\<n\\> |

      ## Alerts

      | What                      | Began            | Ended | Why                                                          |
      | ------------------------- | ---------------- | ----- | ------------------------------------------------------------ |
      | breaker:coder-agent\\@shop | 2026-03-01 11:58 | lasts | 5 failures in a row, the last: the service answered with 502 |
      "
    `);
  });

  it('tells of many what matters most, and how many more there are', () => {
    const long = 'x'.repeat(3_000);
    const many = <T>(make: (index: number) => T): T[] => Array.from({ length: 50 }, (_, index) => make(index));
    const report = shown({
      agents: REPORT_EXAMPLE.agents.flatMap((agent) =>
        many((index) => ({
          ...agent,
          ...{ name: `agent-${index}`, calls: index, problems: index < 20 ? [long] : [] },
        })),
      ),
      checks: many((index) => ({
        ...{ name: `agent:agent-${index}`, status: index < 20 ? ('fail' as const) : ('pass' as const), message: long },
        ...{ current_value: null, threshold: null, threshold_exceeded: false },
      })),
      alerts: many((index) => ({ name: `agent:${index}`, began_at: null, ended_at: null, message: long })),
      spending: {
        ...REPORT_EXAMPLE.spending,
        by_project: many((index) => ({ name: `p${index}`, calls: 1, tokens_used: 1, cost_usd: 1, share: 0.02 })),
      },
    });
    const lines = report.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(300);
    expect(lines.length).toBeLessThan(170);
    expect(report).toContain('30 of 50 checks pass.');
    expect(report).toContain('… and 15 more agent checks with status fail.');
    expect(report).toContain('20 of 50 unhealthy:');
    expect(report).toContain('… and 10 more unhealthy agents; the report as JSON has them all.');
    expect(report).toContain('… and 40 more agents; the report as JSON has them all.');
    expect(report).toContain('… and 40 more alerts; the report as JSON has them all.');
    expect(report).toMatch(/\| agent-19 .*\n(?:.*\n){9}\n… and 40 more agents/);
  });

  it('says what is not known where it would stand, and at the end', () => {
    const unknown = ['tasks', 'phases', 'agents', 'workers', 'spending', 'failures', 'availability'].map((section) => ({
      section,
      reason: 'the database does not answer',
    }));
    const uptime = { ...REPORT_EXAMPLE.uptime, workers: null, availability: { share: null, observed: null } };
    const nothing = { tasks: null, phases: null, agents: null, workers: null, spending: null, failures: null };
    const text = shown({ ...nothing, uptime, unknown, score: { value: null, at_most: null, parts: [] } });
    expect(text.match(/^Not known: the database does not answer\.$/gm)).toHaveLength(6);
    expect(text).toContain('score unknown');
    expect(text).toContain('- Workers: not known');
    expect(text).toContain('- Availability: not known');
    expect(text).toContain('## Not known');
    expect(text).toContain('- spending: the database does not answer');
  });

  it('says what the score could be when part of it is unknown', () => {
    const parts = [{ part: 'system' as const, weight: 30, points: 0, at_most: 30 }];
    expect(shown({ score: { value: 70, at_most: 100, parts } })).toMatch(
      /score \*\*70\*\* of 100, up to 100 if what is unknown is well/,
    );
  });

  it('is short where nothing happened', () => {
    const calls = { calls: 0, tokens_used: 0, cost_usd: 0 };
    const text = shown({
      agents: [],
      workers: [],
      recommendations: [],
      alerts: [],
      failures: { groups: [], more: false },
      spending: { total: calls, per_completed_task: null, by_project: [], by_agent: [], by_phase: [], by_model: [] },
      uptime: { ...REPORT_EXAMPLE.uptime, availability: { share: null, observed: null } },
      checks: [{ name: 'temporal', status: 'pass', message: 'Temporal answers' }],
    });
    for (const words of [
      'No task failed.',
      'There is none.',
      'no sample of a pool yet',
      '0 calls',
      '1 of 1 checks pass.',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('What to change');
  });

  it('lets nobody write markup into it', () => {
    const evil = '| x | <img src=x onerror=alert(1)> `code`\n## Owned\n[a](http://evil.example)';
    const agent = { ...REPORT_EXAMPLE.agents[0], name: evil, problems: [evil] } as NonNullable<
      SystemReport['agents']
    >[number];
    const worker = { ...REPORT_EXAMPLE.workers[0], name: evil, reason: evil } as NonNullable<
      SystemReport['workers']
    >[number];
    const group = {
      ...REPORT_EXAMPLE.failures.groups[0],
      pattern: evil,
      type: evil,
      example: evil,
      phases: [evil],
    } as NonNullable<SystemReport['failures']>['groups'][number];
    const part = { name: evil, calls: 1, tokens_used: 1, cost_usd: 1, share: 1 };
    const text = shown({
      agents: [agent],
      workers: [worker, { ...worker, since: null, uptime: null, reason: null }],
      failures: { groups: [group], more: true },
      checks: [{ name: evil, status: 'fail', message: evil }],
      recommendations: [evil],
      alerts: [{ name: evil, began_at: null, ended_at: null, message: evil }],
      spending: { ...REPORT_EXAMPLE.spending, by_project: [part], by_agent: [part], by_model: [part] },
    });
    expect(text).not.toMatch(/(?<!\\)[<`]|^## Owned|(?<!\\)\]\(|https?:\/\//m);
    for (const rows of text
      .trimEnd()
      .split('\n\n')
      .filter((block) => block.startsWith('|'))) {
      const cells = rows.split('\n').map((row) => row.split(/(?<!\\)\|/).length);
      expect(new Set(cells).size).toBe(1);
    }
  });
});
