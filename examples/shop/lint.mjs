import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const files = ['.', 'src', 'test']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: folder !== '.' }).map((name) => (folder === '.' ? name : `${folder}/${name}`)),
  )
  .filter((name) => name.endsWith('.mjs'));
const problems = [];

for (const file of files) {
  try {
    execFileSync(process.execPath, ['--check', file], { stdio: 'pipe' });
  } catch (error) {
    problems.push(`${file}: ${String(error.stderr).trim()}`);
  }
  if (file.startsWith('src/') && /\bconsole\.log\(|\bdebugger\b/.test(readFileSync(file, 'utf8'))) {
    problems.push(`${file}: debugging output was left in`);
  }
}

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(1);
}
process.stdout.write(`${files.length} files are fine\n`);
