import { posix } from 'node:path';
import { isTestByName } from './rules/test-files.ts';
import { simpleCommands } from './shell-words.ts';

/** Programs that run the file they are given first. */
const INTERPRETERS =
  /^(?:node|nodejs|bun|deno|tsx|ts-node|ts-node-esm|bash|sh|dash|zsh|ksh|python[\d.]*|pypy\d*|ruby|perl|php|pwsh|powershell|Rscript|lua|julia|source|\.)$/;

/** Words that run the command after them. */
const PREFIXES = /^(?:exec|time|nice|nohup|sudo|env|command|cross-env|cross-env-shell|npx|bunx|pnpx|dotenv|--)$/;

/** Options whose value is a file that is run or obeyed. */
const FILE_OPTIONS =
  /^--(?:config|configFile|config-path|require|import|loader|experimental-loader|preload|project|file|makefile|setup\w*|global\w*|rcfile|conf|ini|bootstrap|rulesdir|env-file)$/;
const SHORT_FILE_OPTIONS = /^-[cr]$/;

/** Programs of which such a short option asks for something else. */
const PLAIN_TOOLS =
  /^(?:grep|egrep|wc|rm|cp|mv|ls|cat|head|tail|find|diff|sort|uniq|xargs|tar|sed|awk|test|mkdir|echo|chmod|stat)$/;

/** Words after a package manager that run the script named after them, or by themselves. */
const RUNS_SCRIPT = /^(?:run|run-script|rum|urn)$/;
const MANAGERS = /^(?:npm|pnpm|yarn|bun|npm-run-all|npm-run-all2|run-s|run-p|wireit|nps)$/;
const SHORT_FORMS: Readonly<Record<string, string>> = { t: 'test', tst: 'test', it: 'test', 'install-test': 'test' };

/**
 * The files, relative to the project's root, that a command line of the project runs as programs or obeys as settings,
 * also by way of the scripts of its package.json. Files that are tests by their name are left out: they are what is run.
 */
export function filesRunBy(command: string, scripts: Readonly<Record<string, string>>): ReadonlySet<string> {
  const files = new Set<string>();
  const asked = new Set<string>();

  function read(line: string): void {
    let folder = '';
    for (const words of simpleCommands(line)) {
      if (words[0] === 'cd') folder = pathFrom(folder, words[1] ?? '');
      else readWords(words, folder);
    }
  }

  function readWords(words: readonly string[], folder: string): void {
    const at = words.findIndex((word) => !PREFIXES.test(word) && !/^\w+=/.test(word));
    if (at === -1) return;
    const [program = '', ...rest] = words.slice(at);
    const name = posix.basename(program);
    add(program, folder, program.includes('/'));
    rest.forEach((word, index) => {
      const [option, value] = splitOption(word, rest[index + 1]);
      const named =
        FILE_OPTIONS.test(option) ||
        (SHORT_FILE_OPTIONS.test(option) && !PLAIN_TOOLS.test(name) && !name.endsWith('sh'));
      if (named && value !== undefined) add(value, folder, /[/.]/.test(value));
    });
    if (MANAGERS.test(name)) rest.forEach(readScript);
    if (INTERPRETERS.test(name)) readInterpreted(name, rest, folder);
  }

  function readScript(word: string): void {
    if (RUNS_SCRIPT.test(word)) return;
    const script = SHORT_FORMS[word] ?? word;
    for (const name of [`pre${script}`, script, `post${script}`]) {
      const line = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
      if (line === undefined || asked.has(name)) continue;
      asked.add(name);
      read(line);
    }
  }

  function readInterpreted(name: string, words: readonly string[], folder: string): void {
    const inline = words.indexOf('-c');
    if (name.endsWith('sh') && inline !== -1) {
      read(words[inline + 1] ?? '');
      return;
    }
    const module = words.indexOf('-m');
    if (name.startsWith('py') && module !== -1) {
      const path = (words[module + 1] ?? '').replaceAll('.', '/');
      add(`${path}.py`, folder, true);
      add(`${path}/__main__.py`, folder, true);
      return;
    }
    if (words.some((word) => /^--?test$/.test(word)) || /^(?:test|x|exec|eval)$/.test(words[0] ?? '')) return;
    const first = words.find((word, index) => !isOption(word, words[index - 1]) && word !== 'run');
    if (first !== undefined) add(first, folder, true);
  }

  function add(word: string, folder: string, isFile: boolean): void {
    if (!isFile || /[*?$`{}[\]]/.test(word)) return;
    const path = pathFrom(folder, word);
    if (posix.isAbsolute(path) || path === '.' || path.startsWith('..') || isTestByName(path)) return;
    files.add(path);
  }

  read(command);
  return files;
}

/** A path as it is from a folder: an absolute one is so from anywhere. */
function pathFrom(folder: string, path: string): string {
  return posix.isAbsolute(path) ? posix.normalize(path) : posix.join(folder, path);
}

function splitOption(word: string, next: string | undefined): readonly [option: string, value: string | undefined] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  return at === -1 ? [word, next] : [word.slice(0, at), word.slice(at + 1)];
}

/** Whether a word is an option, or the value of the option before it. */
function isOption(word: string, before: string | undefined): boolean {
  return (
    word.startsWith('-') || (before !== undefined && (FILE_OPTIONS.test(before) || SHORT_FILE_OPTIONS.test(before)))
  );
}
