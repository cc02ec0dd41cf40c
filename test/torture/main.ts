/**
 * `npm run torture`: the reliability goals with their full numbers of trials, one table at the end.
 *
 *   npm run torture                          everything; hours
 *   npm run torture -- --only R1,R15         these goals
 *   npm run torture -- --scale 0.1           a tenth of the trials
 */
import { parseArgs } from 'node:util';
import { type TortureForm, tortureForms } from './forms.ts';
import type { TortureRow } from './row.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, scale: { type: 'string', default: '1' } },
});
const scale = Number(values.scale);
if (!(scale > 0)) throw new Error('--scale is a number above 0');
const only = values.only?.split(',').map((goal) => goal.trim().toUpperCase());

const rows: TortureRow[] = [];
for (const form of tortureForms) {
  if (only !== undefined && !form.goals.some((goal) => only.includes(goal))) continue;
  const begun = performance.now();
  process.stderr.write(`torture: ${form.goals.join(', ')} …\n`);
  for (const row of await runForm(form)) {
    rows.push(row);
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    const outcome = row.passed ? 'passed' : 'FAILED';
    process.stderr.write(`torture: ${row.goal} ${outcome} in ${seconds} s: ${row.reached}\n`);
  }
}
process.stdout.write(`${table(rows)}\n`);
// Other tests leave workers behind that would keep this process waiting.
process.exit(rows.length > 0 && rows.every(({ passed }) => passed) ? 0 : 1);

/** A form that breaks is a goal not reached, and the others go on. */
async function runForm(form: TortureForm): Promise<readonly TortureRow[]> {
  try {
    return await form.run(scale);
  } catch (error) {
    const reached = `broke off: ${error instanceof Error ? error.message : String(error)}`;
    return form.goals.map((goal) => ({
      ...{ goal, target: '', reached, passed: false },
      command: `npm run torture -- --only ${goal}`,
    }));
  }
}

function table(all: readonly TortureRow[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return [
    '| goal | target | reached | passed | command |',
    '|---|---|---|---|---|',
    ...all.map(
      ({ goal, target, reached, passed, command }) =>
        `| ${goal} | ${cell(target)} | ${cell(reached)} | ${passed ? 'yes' : 'NO'} | \`${command}\` |`,
    ),
  ].join('\n');
}
