import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examplesDirectory } from '../examples.ts';
import { type ModelRequest, type ScriptedAnswer, shellCall } from './scripted-model.ts';

/** How the scripted model works. */
export interface RecipeScriptOptions {
  /** Whether it leaves the last step of a recipe for the rework, as somebody would who overlooked a requirement. */
  readonly firstTryIsWrong: boolean;
}

interface Recipe {
  readonly matches: string;
  readonly summary: string;
  readonly folder: string;
  readonly steps: number;
}

/** What each answer is said to have cost, in tokens. */
const USAGE = { input: 4_000, cached: 1_000, output: 200, reasoning: 50 };

/** Words of the prompt by which a rework is known. */
const REWORK = 'What was wrong with the last try';

/**
 * A script for a model that knows the example features: it has the agent apply the prepared change by a shell command, and
 * says what was done. Of another feature it says that it does not know it.
 */
export function recipeScript({ firstTryIsWrong }: RecipeScriptOptions): (request: ModelRequest) => ScriptedAnswer {
  const recipes = readRecipes();
  const program = join(examplesDirectory, 'agents', 'apply-recipe.sh');
  return ({ said, tools, results }) => {
    const prompt = oneLine(said.join('\n'));
    const recipe = recipes.find(({ matches }) => prompt.includes(oneLine(matches)));
    if (recipe === undefined) {
      return { text: 'I am scripted, and know the example features only: I changed nothing.', usage: USAGE };
    }
    const overlooks = firstTryIsWrong && recipe.steps > 1 && !prompt.includes(oneLine(REWORK));
    const steps = overlooks ? recipe.steps - 1 : recipe.steps;
    const call = results === 0 ? shellCall(tools, `sh '${program}' ${recipe.folder} ${steps}`) : undefined;
    return call === undefined ? { text: `${recipe.summary}.`, usage: USAGE } : { call, usage: USAGE };
  };
}

function readRecipes(): readonly Recipe[] {
  const directory = join(examplesDirectory, 'agents', 'recipes');
  return readdirSync(directory).map((folder) => {
    const below = join(directory, folder);
    const read = JSON.parse(readFileSync(join(below, 'recipe.json'), 'utf8')) as Omit<Recipe, 'folder' | 'steps'>;
    return { ...read, folder, steps: readdirSync(below).filter((name) => name.endsWith('.patch')).length };
  });
}

function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ').toLowerCase();
}
