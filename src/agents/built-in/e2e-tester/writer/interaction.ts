import { stringLiteral } from './literal.ts';
import type { LocatorWriter } from './locator.ts';
import { siteLocation } from './site-location.ts';
import type { Interaction, Target } from '../../../../feature/step.ts';
import { TerminalAgentError } from '../../../../domain/failure.ts';

/** A statement, without `await` and semicolon, that does what the user does. */
export function interactionStatement(interaction: Interaction, write: LocatorWriter, targetUrl: string): string {
  switch (interaction.kind) {
    case 'open':
      return `page.goto(${stringLiteral(siteLocation(interaction.location, targetUrl))})`;
    case 'reload':
      return 'page.reload()';
    case 'go-back':
      return 'page.goBack()';
    case 'click':
      return `${write.locator(interaction.target, 'click')}.${interaction.times === 2 ? 'dblclick' : 'click'}()`;
    case 'hover':
      return `${write.locator(interaction.target, 'click')}.hover()`;
    case 'fill':
      return `${write.locator(interaction.target, 'type')}.fill(${stringLiteral(interaction.value)})`;
    case 'clear':
      return `${write.locator(interaction.target, 'type')}.clear()`;
    case 'select': {
      const { value, exact } = interaction.option;
      const list = write.locator(interaction.target, 'type');
      return write.call('selectOption', list, stringLiteral(value), ...(exact ? ['{ exact: true }'] : []));
    }
    case 'check':
      return `${write.locator(interaction.target, 'tick')}.check()`;
    case 'uncheck':
      return `${write.locator(interaction.target, 'tick')}.uncheck()`;
    case 'press': {
      const keyboard = interaction.target ? write.locator(interaction.target, 'operate') : 'page.keyboard';
      return `${keyboard}.press(${stringLiteral(interaction.key)})`;
    }
    case 'choose-file':
      return chooseFile(interaction.target, interaction.files, write);
  }
}

function chooseFile(target: Target, files: readonly string[], write: LocatorWriter): string {
  const paths = files.map((file) => stringLiteral(projectPath(file)));
  const chosen = paths.length === 1 ? paths.join('') : `[${paths.join(', ')}]`;
  if (target.kind === 'button' || target.kind === 'link') {
    return write.call('chooseFiles', 'page', write.locator(target, 'click'), chosen);
  }
  return `${write.locator(target, 'upload')}.setInputFiles(${chosen})`;
}

/** A test gives away files of its own project only. */
function projectPath(file: string): string {
  if (/^([A-Za-z]:|[\\/])/.test(file) || file.split(/[\\/]/).includes('..')) {
    throw new TerminalAgentError(`the file ${JSON.stringify(file)} is not below the project's root`);
  }
  return file;
}
