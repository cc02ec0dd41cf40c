/**
 * `npm test`: everything, first what finds a fault at the least cost. Names what is skipped and why.
 *
 *   npm test                 all of it
 *   npm test -- --quick      types, lint, dead code, architecture, unit and contract tests
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const quick = process.argv.includes('--quick');

interface Step {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
}

function step(name: string, script: string, ...args: string[]): Step {
  return { name, script: join(root, 'node_modules', script), args };
}

const vitest = (...projects: string[]) =>
  step(
    projects.join(', '),
    'vitest/vitest.mjs',
    'run',
    '--config',
    'test/vitest.config.ts',
    ...projects.flatMap((name) => ['--project', name]),
  );

/** One after another; the steps of one stage at the same time, since none of them fills the cores by itself. */
const stages: Step[][] = [
  [
    // Every further checker works out the same types anew: half the time of the processor for nothing.
    step('types', 'typescript/bin/tsc', '-b', '--checkers', '1', '--builders', '2'),
    step('lint', '@biomejs/biome/bin/biome', 'ci', '--error-on-warnings'),
    step('dead code', 'knip/bin/knip.js', '--config', 'test/knip.json'),
  ],
  // In one run, so that no core waits for the last file of a project.
  [vitest('architecture', 'unit', 'contract', ...(quick ? [] : ['store', 'analyses']))],
  ...(quick
    ? []
    : [[step('end to end', '@playwright/test/cli.js', 'test', '--config', 'test/playwright.config.ts')]]),
];

installSystemPackages();
const failed: string[] = [];
for (const stage of stages) {
  const together = stage.length > 1;
  if (!together) process.stdout.write(`\n── ${stage[0]?.name}\n`);
  await Promise.all(stage.map((one) => perform(one, together)));
}
for (const note of skipped()) process.stdout.write(`skipped: ${note}\n`);
process.stdout.write(`${stages.flat().length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Runs one step. What it prints is held back until its end when others run beside it. */
async function perform({ name, script, args }: Step, together: boolean): Promise<void> {
  const started = Date.now();
  const output = together ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    cwd: root,
    stdio: ['ignore', output, output],
  });
  let printed = together ? `\n── ${name}\n` : '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${printed}── ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
  if (status !== 0) failed.push(name);
}

/** What the tests need beside Node, as Debian calls it. */
function missingPrograms(): { program: string; debian: string }[] {
  const needed = [
    { program: 'ffmpeg', debian: 'ffmpeg' },
    { program: 'perl', debian: 'perl' },
    { program: 'chromium', debian: 'chromium' },
    { program: 'pdftotext', debian: 'poppler-utils' },
    { program: 'openssl', debian: 'openssl' },
    { program: 'file', debian: 'file' },
    { program: 'pgrep', debian: 'procps' },
    { program: 'strace', debian: 'strace' },
    { program: 'bwrap', debian: 'bubblewrap' },
  ];
  return needed.filter(({ program }) => spawnSync('sh', ['-c', 'command -v "$0"', program]).status !== 0);
}

function installSystemPackages(): void {
  const missing = missingPrograms();
  if (missing.length === 0) return;
  const packages = missing.map(({ debian }) => debian);
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    process.stdout.write(
      `missing: ${packages.join(', ')}; install with: sudo apt-get install ${packages.join(' ')}\n`,
    );
    return;
  }
  process.stdout.write(`assay: installing ${packages.join(', ')}\n`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environment,
  });
}

function skipped(): string[] {
  const notes: string[] = [];
  if (!existsSync(join(root, '../shared/corpus')))
    notes.push('tests on the corpus of real files: ../shared/corpus is not here');
  if (!existsSync(join(root, 'node_modules/electron/path.txt')))
    notes.push('the desktop window in Electron: no Electron binary here (its host is tested against a stub)');
  for (const { program, debian } of missingPrograms())
    notes.push(`tests that need ${program} (package ${debian})`);
  return notes;
}
