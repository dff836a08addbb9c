import type { AgentCall } from '../../agent.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** What the deployment agent needs from its surroundings. */
export interface DeploymentDependencies {
  /** Records and logs are kept in `<dataDirectory>/staging`; shared by all worker processes of this host. Absolute path. */
  readonly dataDirectory: string;
  /**
   * Checks a commit out for a task, in place of what an earlier checkout for that task left, and returns the absolute
   * path of a directory that nothing else works in. The agent runs the project's set-up there itself.
   */
  checkout(call: AgentCall, commit: string, signal: AbortSignal): Promise<string>;
  /** Removes such a directory. Safe to repeat. */
  removeCheckout(directory: string): Promise<void>;
  /** Confines the set-up and the deployment. */
  readonly sandbox: Sandbox;
  /** A free port on 127.0.0.1; another one each time. By default any the system has. */
  readonly choosePort?: () => Promise<number>;
}
