/**
 * A coder for demonstrations: it knows four features of the example shop and applies a prepared, real change for each.
 * It speaks Chimera's command protocol (docs/agents.md), so a real coding agent takes its place by one line of
 * configuration. Settings: SCRIPTED_CODER_FIRST_TRY=wrong leaves the last patch of a recipe for a second round, as
 * somebody would who overlooked a requirement; SCRIPTED_CODER_PACE_MS pauses after each step so that it can be followed.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const recipesDirectory = fileURLToPath(new URL('recipes', import.meta.url));
const pace = Number(process.env.SCRIPTED_CODER_PACE_MS ?? 0);
const firstTryIsWrong = process.env.SCRIPTED_CODER_FIRST_TRY === 'wrong';

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function progress(message, fraction) {
  say({ type: 'progress', message, fraction });
  await pause(pace);
}

function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function succeeds(...args) {
  try {
    git(...args);
    return true;
  } catch {
    return false;
  }
}

const oneLine = (words) => words.replace(/\s+/g, ' ').toLowerCase();

function findRecipe(feature) {
  const recipes = readdirSync(recipesDirectory).map((folder) => {
    const directory = `${recipesDirectory}/${folder}`;
    const patches = readdirSync(directory).filter((name) => name.endsWith('.patch'));
    return {
      ...JSON.parse(readFileSync(`${directory}/recipe.json`, 'utf8')),
      folder,
      patches: patches.sort().map((name) => `${directory}/${name}`),
    };
  });
  const recipe = recipes.find(({ matches }) => oneLine(feature).includes(oneLine(matches)));
  if (recipe) return recipe;
  const known = recipes.map(({ folder }) => folder).join(', ');
  throw new Error(
    `The scripted coder only knows the example features (${known}). Set coder-agent in chimera.config.yaml to your own agent.`,
  );
}

/** What a verdict complains about, in one line. */
function complaint(feedback) {
  if (feedback.from === 'GUARDIAN_REVIEW') return feedback.findings[0]?.message ?? 'the review rejected the change';
  const [failure] = feedback.failures;
  return failure ? `“${failure.name}” fails on staging` : 'the test fails on staging';
}

async function applyPatch(patch, from, to) {
  if (succeeds('apply', '--reverse', '--check', patch)) return;
  const files = git('apply', '--numstat', patch)
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[2]);
  for (const [index, file] of files.entries()) {
    git('apply', `--include=${file}`, patch);
    await progress(`scripted coder: edited ${file}`, from + ((to - from) * (index + 1)) / files.length);
  }
}

async function implement({ action, feature, input: { feedback } = {} }) {
  if (action !== 'implement_feature') throw new Error(`The scripted coder cannot ${action}.`);
  const recipe = findRecipe(feature);
  await progress('scripted coder: applying the prepared change', 0);
  if (feedback) await progress(`scripted coder: mending, as ${complaint(feedback)}`, 0.1);
  const overlooks = firstTryIsWrong && !feedback && recipe.patches.length > 1;
  const patches = overlooks ? recipe.patches.slice(0, -1) : recipe.patches;
  for (const [index, patch] of patches.entries()) {
    await applyPatch(patch, 0.1 + (0.9 * index) / patches.length, 0.1 + (0.9 * (index + 1)) / patches.length);
  }
  return recipe.summary;
}

try {
  const request = JSON.parse(await text(process.stdin));
  say({ type: 'result', summary: await implement(request) });
} catch (error) {
  say({ type: 'error', transient: false, message: error.stderr?.trim() || error.message });
  process.exitCode = 1;
}
