import type { AgentView } from '../../contract/agent.ts';
import { accountWords } from './account-words.ts';
import { breakerChangeColumns, breakerWords } from './breaker-words.ts';
import { agentReason } from './agent-lines.ts';
import { ageWords, doingLabel, heartbeatChangeColumns, stateWord, uptimeWords } from './heartbeat-words.ts';
import { labelled } from './labelled.ts';
import { type ListDrawing, reasonLines } from './list-drawing.ts';
import { type Column, table } from './table.ts';
import { wrap } from '../../text/wrap.ts';

/** Changes of an agent that are shown; with `--all` every one that the API tells. */
const CHANGES_SHOWN = 5;

/** One agent: how it stands and why, what it is, and the last changes of its breaker and of its heartbeats. */
export function agentPanel(agent: AgentView, drawing: ListDrawing): readonly string[] {
  const { colours, width, now, all } = drawing;
  const { heartbeat, breaker, account, transitions } = agent;
  const row = (label: string, text: string): readonly string[] => labelled(label, text, drawing);
  const reason = agentReason(agent);
  const failures = breaker === null ? 'unknown' : `${breaker.consecutive_failures} since the last success`;
  const changes = <Change>(title: string, columns: readonly Column<Change>[], rows: readonly Change[]) =>
    rows.length === 0
      ? []
      : [
          '',
          `  ${colours.bold(title)}`,
          ...table(columns, all ? rows : rows.slice(0, CHANGES_SHOWN), { colours, width, last: reasonLines(drawing) }),
        ];
  return [
    ...wrap(agent.name, width - 2).map((line) => `  ${colours.bold(line)}`),
    '',
    ...row('breaker', breakerWords(breaker, now)),
    ...row('failures', failures),
    ...(account === null ? [] : row('account', accountWords(account, now))),
    ...row('state', `${stateWord(heartbeat)}, heard ${ageWords(heartbeat)} ago, up ${uptimeWords(heartbeat)}`),
    ...(reason === '' ? [] : row('why', reason).map((line) => colours.red(line))),
    ...row('doing', doingLabel(heartbeat)),
    ...row('action', agent.actions.join(', ')),
    ...row('for', agent.projects.join(', ')),
    ...row('reached by', agent.reached_by.join('; ')),
    ...changes('CHANGES OF THE BREAKER', breakerChangeColumns, transitions),
    ...changes('CHANGES OF THE STATE', heartbeatChangeColumns, heartbeat.transitions),
  ];
}
