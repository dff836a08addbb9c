import type { CommandContext } from '../command-context.ts';
import { wrap } from '../../text/wrap.ts';
import { featureName } from '../view/feature-name.ts';
import { sandboxHere } from './demo-configuration.ts';
import type { Example } from './examples.ts';

const scripted =
  'One thing is scripted: the coder applies a change that was prepared for this feature, and overlooks something in ' +
  'its first try where the recipe has a second step. Your own coding agent takes its place by one line of ' +
  'configuration. All else is real: Temporal, git, the test, Chromium, the review, staging.';

const scriptedModel = (agent: string): string =>
  `One thing is scripted: the model. The coding agent, ${agent}, is the real one, and is answered by a server here that ` +
  'knows the example features, has it apply a prepared change, and overlooks something at first where the recipe has a ' +
  'second step. It takes no key and costs nothing. All else is real: Temporal, git, the test, Chromium, the review, staging.';

const unconfined =
  'There is no sandbox on this system: what the task starts may change what you may. On Linux it is confined.';

/** What the demo shows, what in it is scripted, and what is not as it would be elsewhere. */
export function introduction(
  { feature, file }: Example,
  { colours, width }: Pick<CommandContext, 'colours' | 'width'>,
  { agent, sandbox = sandboxHere() }: { readonly agent?: string | undefined; readonly sandbox?: 'on' | 'off' } = {},
): readonly string[] {
  return [
    '',
    `  ${colours.bold('Chimera')} takes a feature text to a change that is proven on staging.`,
    '',
    `  ${colours.gray('Feature')}  ${featureName(feature)} ${colours.gray(`(${file})`)}`,
    '',
    ...wrap(agent === undefined ? scripted : scriptedModel(agent), width - 4).map((line) => `  ${colours.gray(line)}`),
    ...(sandbox === 'on' ? [] : ['', ...wrap(unconfined, width - 4).map((line) => `  ${colours.yellow(line)}`)]),
    '',
  ];
}
