import type { Meaning } from './meaning.ts';
import type { Target } from './step.ts';

/** The target with its outermost part of the page in another one. */
function limited(target: Target, scope: Target): Target {
  return { ...target, within: target.within === undefined ? scope : limited(target.within, scope) };
}

/** The meaning limited to a part of the page; undefined where it names no element. */
export function limitTo(scope: Target, meaning: Meaning): Meaning | undefined {
  if (meaning.type === 'interaction' && 'target' in meaning.interaction) {
    return { ...meaning, interaction: { ...meaning.interaction, target: limited(meaning.interaction.target, scope) } };
  }
  if (meaning.type === 'assertion' && 'target' in meaning.assertion) {
    return { ...meaning, assertion: { ...meaning.assertion, target: limited(meaning.assertion.target, scope) } };
  }
  return undefined;
}
