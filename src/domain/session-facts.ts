/** What is known of the session in which an agent worked. */
export interface SessionFacts {
  /** What the agent calls it. */
  readonly session?: string;
  /** The agent's own. */
  readonly version?: string;
  /** Why it stopped, in its protocol's word. */
  readonly stop_reason?: string;
  /** The longest time for which neither it nor its model said anything. */
  readonly longest_silence_ms?: number;
}
