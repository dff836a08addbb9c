import { heartbeatTrouble } from '../../domain/heartbeat/trouble.ts';
import { someOf } from '../../domain/some-of.ts';
import type { AgentView, Agents } from '../../contract/agent.ts';
import { accountReason, accountTrouble } from './account-words.ts';
import { breakerReason, breakerTrouble, breakerWords } from './breaker-words.ts';
import { ageWords, heartbeatReason, stateWord } from './heartbeat-words.ts';
import type { ListDrawing } from './list-drawing.ts';
import { rollLines } from './roll.ts';
import type { Column } from './table.ts';

/** Projects that a row names; of more it says how many. */
const PROJECTS_NAMED = 2;

/** Why an agent is not well, in words. */
export function agentReason(agent: AgentView): string {
  return [heartbeatReason(agent.heartbeat), breakerReason(agent), accountReason(agent)]
    .filter((reason) => reason !== undefined)
    .join('; ');
}

/** The agents: how many are well, which are not and why, and the others where they are few or all are wanted. */
export function agentLines({ agents, note }: Agents, drawing: ListDrawing): readonly string[] {
  const { colours, now } = drawing;
  const lines = rollLines(
    { one: 'agent', members: agents, trouble, troubled: troubledColumns(now), others: otherColumns(now) },
    drawing,
  );
  return note === null ? lines : [colours.yellow(note), ...lines];
}

/** The worst of what heartbeats, breaker and account say; unknown when one of them is, and the other is well. */
function trouble({ heartbeat, breaker, account }: AgentView): number | undefined {
  const said = [heartbeatTrouble(heartbeat.state), breakerTrouble({ breaker }), accountTrouble({ account })];
  const worst = Math.max(...said.map((one) => one ?? 0));
  return worst === 0 && said.includes(undefined) ? undefined : worst;
}

const name: Column<AgentView> = { title: 'AGENT', cut: 'name', text: (agent) => agent.name };

function figures(now: number): readonly Column<AgentView>[] {
  return [
    { title: 'STATE', leave: 3, text: ({ heartbeat }) => stateWord(heartbeat) },
    { title: 'HEARD', leave: 1, align: 'right', text: ({ heartbeat }) => ageWords(heartbeat) },
    { title: 'BREAKER', text: ({ breaker }) => breakerWords(breaker, now) },
    {
      title: 'FAILURES',
      leave: 2,
      align: 'right',
      text: ({ breaker }) => String(breaker?.consecutive_failures ?? '–'),
    },
  ];
}

function troubledColumns(now: number): readonly Column<AgentView>[] {
  return [name, ...figures(now), { title: 'WHY', text: agentReason }];
}

function otherColumns(now: number): readonly Column<AgentView>[] {
  return [
    name,
    ...figures(now),
    { title: 'FOR', cut: 'end', leave: 4, text: ({ projects }) => someOf(projects, PROJECTS_NAMED) },
  ];
}
