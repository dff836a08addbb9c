import { stringLiteral } from './literal.ts';
import { type LocatorWriter, type TargetUse, ROOT } from './locator.ts';
import { siteLocation } from './site-location.ts';
import type { Interaction, Target } from '../../../../feature/step.ts';
import { TerminalAgentError } from '../../../../domain/failure.ts';

/** What a user does to the page: all that is neither a tab of the browser nor an answer to a dialog of its own. */
export type PageInteraction = Exclude<Interaction, { readonly kind: 'switch-tab' | 'close-tab' | 'answer' }>;

/** An expression whose promise is kept once the user has done something. */
export function interactionExpression(interaction: PageInteraction, write: LocatorWriter, targetUrl: string): string {
  const found = (target: Target, purpose: TargetUse): string => foundTarget(target, purpose, write);
  switch (interaction.kind) {
    case 'open':
      return write.call('opened', `page.goto(${stringLiteral(siteLocation(interaction.location, targetUrl))})`);
    case 'reload':
      return write.call('opened', 'page.reload()');
    case 'go-back':
      return write.call('opened', 'page.goBack()');
    case 'click':
      return `(${found(interaction.target, 'click')}).${interaction.times === 2 ? 'dblclick' : 'click'}()`;
    case 'hover':
      return `(${found(interaction.target, 'click')}).hover()`;
    case 'fill':
      return write.call('enter', found(interaction.target, 'type'), stringLiteral(interaction.value));
    case 'clear':
      return `(${found(interaction.target, 'type')}).clear()`;
    case 'select':
      return write.call('choose', found(interaction.target, 'type'), write.selector('option', interaction.option));
    case 'check':
      return write.call('tick', found(interaction.target, 'tick'), 'true');
    case 'uncheck':
      return write.call('tick', found(interaction.target, 'tick'), 'false');
    case 'press': {
      const keyboard = interaction.target ? `(${found(interaction.target, 'operate')})` : 'page.keyboard';
      return `${keyboard}.press(${stringLiteral(interaction.key)})`;
    }
    case 'choose-file':
      return chooseFile(interaction.target, interaction.files, write);
  }
}

/** The expression of a target that was found, on the page or in one of its frames. */
function foundTarget(target: Target, purpose: TargetUse, write: LocatorWriter): string {
  return `await ${write.call('find', 'page', `(${ROOT}) => ${write.locator(target, purpose)}`)}`;
}

function chooseFile(target: Target, files: readonly string[], write: LocatorWriter): string {
  const paths = files.map((file) => stringLiteral(projectPath(file)));
  const chosen = paths.length === 1 ? paths.join('') : `[${paths.join(', ')}]`;
  if (target.kind === 'button' || target.kind === 'link') {
    return write.call('chooseFiles', 'page', foundTarget(target, 'click', write), chosen);
  }
  return `(${foundTarget(target, 'upload', write)}).setInputFiles(${chosen})`;
}

/** A test gives away files of its own project only. */
function projectPath(file: string): string {
  if (/^([A-Za-z]:|[\\/])/.test(file) || file.split(/[\\/]/).includes('..')) {
    throw new TerminalAgentError(`the file ${JSON.stringify(file)} is not below the project's root`);
  }
  return file;
}
