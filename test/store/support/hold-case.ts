import { openCase } from '#core/case/open.ts';

/** Child process: open a case, say so, and keep it open until killed or told to stop on standard input. */
const opened = await openCase(process.argv[2] ?? '', {
  clock: () => new Date(),
  id: () => crypto.randomUUID(),
  actor: 'Other examiner',
  session: 'child-session',
});
console.log(opened.ok ? 'open' : opened.problem.code);
if (opened.ok) {
  await new Promise((resolve) => process.stdin.once('data', resolve));
  await opened.store.close();
}
process.exit(0);
