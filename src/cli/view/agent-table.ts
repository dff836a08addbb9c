import type { Ansis } from 'ansis';
import type { BreakerStateName } from '../../domain/circuit-breaker.ts';
import type { Agents, AgentView } from '../api/agent-view.ts';
import { duration } from '../../domain/report/duration.ts';
import { ageWords, failureLines, stateWord } from './heartbeat-words.ts';
import { moment } from './moment.ts';
import { type Column, table } from './table.ts';

const stateWords: Readonly<Record<BreakerStateName, string>> = {
  CLOSED: 'closed',
  OPEN: 'open',
  HALF_OPEN: 'half open',
};

/** A breaker in words, such as "open, tried again in 42 s"; `now` in ms since the epoch. */
export function breakerWords(breaker: AgentView['breaker'], now: number): string {
  if (breaker === null) return 'unknown';
  const { state, tripped, retry_at, probes } = breaker;
  if (tripped) return 'tripped, until a reset';
  if (state === 'HALF_OPEN') return `half open, ${probes.length} calls try it`;
  if (retry_at === null) return stateWords[state];
  const rest = Date.parse(retry_at) - now;
  return rest > 0 ? `open, tried again in ${duration(rest)}` : 'open, tried by the next call';
}

function columns(now: number): readonly Column<AgentView>[] {
  return [
    { title: 'AGENT', text: ({ name }) => name },
    { title: 'STATE', text: ({ heartbeat }) => stateWord(heartbeat) },
    { title: 'HEARD', align: 'right', text: ({ heartbeat }) => ageWords(heartbeat) },
    { title: 'BREAKER', text: ({ breaker }) => breakerWords(breaker, now) },
    { title: 'FAILURES', align: 'right', text: ({ breaker }) => String(breaker?.consecutive_failures ?? '–') },
    { title: 'FOR', text: ({ projects }) => projects.join(', ') },
    { title: 'REACHED BY', text: ({ reached_by }) => reached_by.join('; ') },
  ];
}

/** The agents, and below them why one is not well, and the last change of each breaker that is not closed. */
export function agentTable({ agents, note }: Agents, colours: Ansis, width: number, now: number): readonly string[] {
  const notes = agents.flatMap(({ name, breaker, transitions: [last] }) =>
    last === undefined || breaker === null || breaker.state === 'CLOSED'
      ? []
      : [colours.yellow(`${name}: ${stateWords[last.to]} since ${moment(last.at)} by ${last.by}: ${last.reason}`)],
  );
  const warning = note === null ? [] : [colours.yellow(note)];
  const failures = failureLines(agents, colours);
  return [...table(columns(now), agents, colours, width, 'wrap'), ...failures, ...notes, ...warning];
}
