import { SilentAgentError } from '../../domain/failure.ts';

/** How long an agent may say nothing, in ms. */
export interface SilenceLimits {
  /** While it starts: what it has to read then is its own, and no model is waited for. */
  readonly startMs: number;
  /** While it waits for its model. */
  readonly silenceMs: number;
  /** While a tool of its runs: a test suite, say. */
  readonly toolSilenceMs: number;
  /** How long it may take to stop once it is asked to. */
  readonly graceMs: number;
}

/** Watches how long an agent says nothing. */
export interface SilenceWatch {
  /** The agent has started, and was told its work. */
  asked(): void;
  /** Something was said. */
  heard(): void;
  /** A tool began, or went on; `title` says which. */
  toolBegan(id: string, title: string): void;
  toolEnded(id: string): void;
  /** The longest silence so far, in ms. */
  longest(): number;
  end(): void;
}

/** Begins to watch; `onSilent` is called once, with an error that says how long it was silent, and at what. */
export function watchSilence(limits: SilenceLimits, onSilent: (error: SilentAgentError) => void): SilenceWatch {
  const tools = new Map<string, string>();
  let since = performance.now();
  let longest = 0;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let started = false;
  const begin = (): void => {
    clearTimeout(timer);
    if (ended) return;
    const tool = [...tools.values()].at(-1);
    const waiting = started ? limits.silenceMs : limits.startMs;
    const limitMs = tool === undefined ? waiting : limits.toolSilenceMs;
    timer = setTimeout(() => {
      ended = true;
      longest = limitMs;
      const at = tool === undefined ? (started ? 'waiting for the model' : 'it started') : `at “${tool}”`;
      onSilent(new SilentAgentError(`The agent was silent for ${limitMs / 1_000} s while ${at}; it was ended.`));
    }, limitMs);
  };
  const heard = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - since);
    since = now;
    begin();
  };
  begin();
  return {
    asked: () => {
      started = true;
      heard();
    },
    heard,
    toolBegan: (id, title) => {
      tools.set(id, title);
      heard();
    },
    toolEnded: (id) => {
      tools.delete(id);
      heard();
    },
    longest: () => longest,
    end: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
}
