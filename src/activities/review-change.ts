import { verdictOfReview } from '../domain/verdict.ts';
import { callAgent } from './call-agent.ts';
import { handedOn } from './checkpoint.ts';
import { openWorkspace } from './open-workspace.ts';
import { phaseActivity } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';

/** GUARDIAN_REVIEW: the decision on the latest change. */
export const reviewChange = (ports: ActivityPorts) =>
  phaseActivity('GUARDIAN_REVIEW', ports, async (work) => {
    const { checkpoint, state } = work.input;
    const { test_path, test_commit } = handedOn(checkpoint, 'E2E_TEST_GENERATION');
    const { commit_sha } = handedOn(checkpoint, 'CODE_IMPLEMENTATION');
    const workspace = await openWorkspace(ports, work, commit_sha);
    const { answer, evidence } = await callAgent(ports, work, 'review_change', workspace, {
      test_path,
      test_commit,
      commit_sha,
    });
    const { score, findings } = answer;
    const verdict = verdictOfReview(answer, ports.projectNamed(state.request.project).guardian.min_score);
    return { phase: 'GUARDIAN_REVIEW', verdict, output: { decision: verdict, score, findings }, ...evidence };
  });
