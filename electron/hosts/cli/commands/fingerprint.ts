import { Command } from 'commander';
import type { FileFingerprints } from '#shared/domain/fingerprint.ts';
import type { Language } from '#shared/domain/localized.ts';
import { methodWords, traceStateWords } from '#shared/text/trace-words.ts';
import { complain, printJson, printLine } from '../output.ts';
import { type Session, valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';
import { traceText as text } from '../trace-text.ts';
import { takeIn } from './intake.ts';

export function fingerprintCommand(language: Language): Command {
  return new Command('fingerprint')
    .description(text.fingerprint[language])
    .argument('<file...>')
    .option('--json', common.optionJson[language])
    .action((files: string[], { json }: { json?: true }) =>
      withSession(language, (session) => fingerprint(session, files, json === true)),
    );
}

async function fingerprint(session: Session, files: readonly string[], json: boolean): Promise<number> {
  const { app, language } = session;
  const caseId = await session.temporaryCase();
  const { results } = await takeIn(session, caseId, files);
  const printed: object[] = [];
  let answered = results.length > 0;
  for (const { source, evidence, reason } of results) {
    if (evidence === undefined) {
      complain(`${source}: ${reason?.text[language] ?? text.notTaken[language]}`);
      printed.push({ name: source, codes: [], methods: [] });
      answered = false;
      continue;
    }
    const made = valueOrUsage(await app.trace.fingerprints(caseId, evidence.sha256), language);
    printed.push({ name: source, sha256: evidence.sha256, ...made });
    if (!json) print(source, made, language);
  }
  if (json) printJson({ files: printed });
  return answered ? 0 : 1;
}

function print(source: string, { codes, methods }: FileFingerprints, language: Language): void {
  printLine(source);
  for (const { method, variant, code, quality, bytes } of codes) {
    const rated = quality === null ? '' : `  ${Math.round(quality)}/100`;
    const shown = code === null || code.length > 200 ? `${bytes} B` : code;
    printLine(`  ${method} ${variant}${rated}  ${shown}`);
  }
  for (const { method, state, reason, warnings } of methods) {
    if (state !== 'printed')
      printLine(
        `  ${methodWords[method][language]}: ${traceStateWords[state][language]}. ${reason?.[language] ?? ''}`,
      );
    for (const warning of warnings) printLine(`  ${methodWords[method][language]}: ${warning[language]}`);
  }
}
