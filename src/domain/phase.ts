/** The five phases in their order. */
export const PHASES = [
  'E2E_TEST_GENERATION',
  'CODE_IMPLEMENTATION',
  'GUARDIAN_REVIEW',
  'STAGING_DEPLOYMENT',
  'E2E_VALIDATION',
] as const;

/** A phase a task works in. */
export type Phase = (typeof PHASES)[number];

/** Whether a text names a phase. */
export function isPhase(text: string): text is Phase {
  return PHASES.some((phase) => phase === text);
}

/** Where a task that works can be: in a phase, or handing over the change that is proven. */
export const STAGES = [...PHASES, 'DELIVERY'] as const;
export type Stage = (typeof STAGES)[number];

/** Whether a text names a stage. */
export function isStage(text: string): text is Stage {
  return STAGES.some((stage) => stage === text);
}

/** Where a task that no longer works has come to rest. */
export type RestingPlace = 'COMPLETE' | 'FAILED' | 'DEAD_LETTERED' | 'CANCELLED';

/** The four agents that Chimera knows by name. */
export const AGENT_NAMES = ['e2e-tester-agent', 'coder-agent', 'guardian-agent', 'deployment-agent'] as const;
export type AgentName = (typeof AGENT_NAMES)[number];

/** What an agent is asked to do in a phase. */
export type AgentAction =
  'generate_test' | 'implement_feature' | 'review_change' | 'deploy_to_staging' | 'execute_test';

/** Who does a phase, by which action, and for how long at most. */
export interface PhaseProfile {
  readonly agent: AgentName;
  readonly action: AgentAction;
  /** Time limit of one attempt, in seconds. */
  readonly limitSeconds: number;
  /** The phase in a person's words, for a screen. */
  readonly title: string;
}

/** The phases' agents, actions and limits. */
export const PHASE_PROFILES: Readonly<Record<Phase, PhaseProfile>> = {
  E2E_TEST_GENERATION: {
    agent: 'e2e-tester-agent',
    action: 'generate_test',
    limitSeconds: 300,
    title: 'Write a test that fails',
  },
  CODE_IMPLEMENTATION: {
    agent: 'coder-agent',
    action: 'implement_feature',
    limitSeconds: 1800,
    title: 'Implement the feature',
  },
  GUARDIAN_REVIEW: {
    agent: 'guardian-agent',
    action: 'review_change',
    limitSeconds: 600,
    title: 'Review the change',
  },
  STAGING_DEPLOYMENT: {
    agent: 'deployment-agent',
    action: 'deploy_to_staging',
    limitSeconds: 900,
    title: 'Deploy to staging',
  },
  E2E_VALIDATION: {
    agent: 'e2e-tester-agent',
    action: 'execute_test',
    limitSeconds: 600,
    title: 'Prove it on staging',
  },
};

/** The phase after this one, or undefined after the last. */
export function phaseAfter(phase: Phase): Phase | undefined {
  return PHASES[PHASES.indexOf(phase) + 1];
}
