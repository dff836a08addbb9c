import type { SessionUpdate } from '@agentclientprotocol/sdk';
import type { AgentContext } from '../agent.ts';
import type { SilenceWatch } from './silence.ts';

/** Who hears what an agent says while it works. */
export interface UpdateListeners {
  readonly progress: AgentContext['progress'];
  /** Characters of the last words that are kept. */
  readonly mostWords: number;
  /** A line for the agent's log. */
  readonly log: (line: string) => void;
  readonly silence: Pick<SilenceWatch, 'heard' | 'toolBegan' | 'toolEnded'>;
}

/** Hears an agent's updates, and remembers its last words. */
export interface UpdateReader {
  readonly hear: (update: SessionUpdate) => void;
  /** What the agent said after its last tool call, in one text. */
  readonly lastWords: () => string;
  /** The agent is asked again: what it says from now on are its last words. */
  readonly askedAgain: () => void;
  /** What the session cost so far, in USD; undefined where the agent says nothing of it. */
  readonly cost: () => number | undefined;
}

/** Characters of a title that are kept. */
const LONGEST_TITLE = 200;

/** Turns updates of a session into progress, log lines and signs of life. */
export function readUpdates({ progress, log, silence, mostWords }: UpdateListeners): UpdateReader {
  const titles = new Map<string, string>();
  let words = '';
  let cost: number | undefined;
  let message: string | undefined;
  const spoken = (): void => {
    if (words.trim() !== '') log(`agent: ${words.trim()}`);
  };
  const tool = (id: string, given: string | null | undefined, status: string | null | undefined): void => {
    const title = (given ?? titles.get(id) ?? 'a tool').slice(0, LONGEST_TITLE);
    const isNew = titles.get(id) !== title;
    titles.set(id, title);
    if (status === 'completed' || status === 'failed') {
      log(`tool ${status}: ${title}`);
      silence.toolEnded(id);
      return;
    }
    silence.toolBegan(id, title);
    if (isNew) progress(title);
  };
  return {
    hear: (update) => {
      switch (update.sessionUpdate) {
        case 'tool_call':
          spoken();
          words = '';
          tool(update.toolCallId, update.title, update.status);
          return;
        case 'tool_call_update':
          tool(update.toolCallId, update.title, update.status);
          return;
        case 'agent_message_chunk':
          if (update.content.type === 'text') {
            const begins = words !== '' && (update.messageId ?? message) !== message;
            message = update.messageId ?? message;
            words = `${words}${begins ? '\n' : ''}${update.content.text}`.slice(-mostWords);
          }
          silence.heard();
          return;
        case 'plan': {
          const done = update.entries.filter(({ status }) => status === 'completed').length;
          const at = update.entries.find(({ status }) => status === 'in_progress');
          silence.heard();
          if (at !== undefined) progress(at.content.slice(0, LONGEST_TITLE), done / update.entries.length);
          return;
        }
        case 'usage_update':
          // Of the whole session, calls of before among it.
          if (update.cost?.currency === 'USD') cost = update.cost.amount;
          silence.heard();
          return;
        default:
          silence.heard();
      }
    },
    lastWords: () => {
      spoken();
      return words.trim();
    },
    askedAgain: () => {
      words = '';
    },
    cost: () => cost,
  };
}
