import { copyFile, mkdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Command } from 'commander';
import { trustFolderVariable } from '#core/media/trust-lists.ts';
import { CredentialResult } from '#shared/domain/credential.ts';
import { noCredentialAxes } from '#shared/domain/credential-detail.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Language, Localized } from '#shared/domain/localized.ts';
import type { Run } from '#shared/domain/run.ts';
import { axisWords, credentialAxes, worstWords } from '#shared/text/credential-words.ts';
import { readerRemark, readerWord } from '#shared/text/reader-words.ts';
import { complain, printJson, printLine } from '../output.ts';
import { follow } from '../progress.ts';
import { type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { text } from '../text.ts';
import { everything } from './examine.ts';
import { takeIn } from './intake.ts';

interface CredentialOptions {
  readonly json?: true;
  readonly trust?: string;
  readonly asOf?: string;
  readonly crjson?: string;
}

const analysis = 'provenance.c2pa';

export function credentialCommand(language: Language): Command {
  return new Command('credential')
    .description(text.credential[language])
    .argument('<file...>')
    .option('--json', text.optionJson[language])
    .option('--trust <directory>', text.optionTrust[language])
    .option('--as-of <date>', text.optionAsOf[language])
    .option('--crjson <directory>', text.optionCrJson[language])
    .addHelpText('after', text.credentialHelp[language])
    .action(async (files: string[], options: CredentialOptions) => {
      await useTrustFolder(options.trust, language);
      const asOf = dateOf(options.asOf, language);
      return withSession(language, (session) => credential(session, files, asOf, options));
    });
}

/** The lists of this call instead of the user's own. The workers, started later, inherit the name. */
async function useTrustFolder(directory: string | undefined, language: Language): Promise<void> {
  if (directory === undefined) return;
  const found = await stat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (found?.isDirectory() !== true) throw new UsageError(`${text.noTrustFolder[language]} ${directory}`);
  process.env[trustFolderVariable] = resolve(directory);
}

/** `2024-05-01` is the end of that day; a full time is taken as it stands. */
function dateOf(value: string | undefined, language: Language): string | null {
  if (value === undefined) return null;
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T23:59:59Z` : value;
  const time = new Date(whole);
  // JavaScript takes the 30th of February for the 2nd of March.
  const [day = ''] = /^\d{4}-\d{2}-\d{2}/.exec(value) ?? [];
  const real = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(time.getTime()) || Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== day)
    throw new UsageError(`${text.badDate[language]} ${value}`);
  return time.toISOString();
}

async function credential(
  session: Session,
  files: readonly string[],
  asOf: string | null,
  options: CredentialOptions,
): Promise<number> {
  const { app, language } = session;
  const caseId = await session.temporaryCase();
  const { results, complete } = await takeIn(session, caseId, files);
  let failed = !complete;
  for (const { evidence, source, reason } of results) {
    if (evidence !== undefined) continue;
    failed = true;
    complain(`${source}: ${reason?.text[language] ?? text.failed[language]}`);
  }
  const chosen = [...new Set(results.flatMap(({ evidence }) => evidence?.sha256 ?? []))];
  if (chosen.length === 0) return 1;
  const job = valueOrUsage(
    app.examine.start({
      caseId,
      evidence: chosen,
      only: [analysis],
      parameters: { [analysis]: { asOf } },
      again: false,
    }),
    language,
  );
  const ended = await follow(app, job, text.examining[language]);
  for (const { item, message } of ended.problems) complain(`${item}: ${message[language]}`);
  const answers = new Map(
    [...everything(session, caseId, chosen, [analysis])].map((all) => [all.evidence.sha256, all]),
  );
  const entries = results.flatMap(({ evidence, source }) => {
    const answer = evidence === undefined ? undefined : answers.get(evidence.sha256);
    const run = answer?.runs[0];
    if (answer === undefined || run === undefined) return [];
    failed ||= run.outcome === 'failed';
    return [entryOf(answer.evidence, basename(source), run)];
  });
  if (options.crjson !== undefined) {
    await mkdir(options.crjson, { recursive: true });
    for (const [index, { file, run, result }] of entries.entries()) {
      if (result?.state !== 'present' || result.crJson === null) continue;
      const delivery = await app.deliver([caseId, 'artifact', run, result.crJson]);
      if (delivery === null) throw new Error(`The export of ${file.name} is gone`);
      // A stranger's name is no path: the number keeps two files of one name apart.
      await copyFile(delivery.path, join(options.crjson, `${index + 1}-${file.sha256.slice(0, 16)}.json`));
    }
  }
  if (options.json) printJson({ files: entries.map(({ file }) => file) });
  else for (const { file, result } of entries) printFile(file, result, language);
  return failed || ended.state !== 'done' ? 1 : 0;
}

type FileEntry = ReturnType<typeof entryOf>['file'];

/** The stable form of the command's JSON. */
function entryOf(evidence: Evidence, name: string, run: Run) {
  const parsed = CredentialResult.safeParse(run.result);
  const result = parsed.success ? parsed.data : null;
  const present = result?.state === 'present' ? result : null;
  const codes =
    present === null ? (result?.state === 'unreadable' ? [result.code] : []) : present.store.statuses;
  return {
    result,
    run: run.id,
    file: {
      name,
      sha256: evidence.sha256,
      axes:
        result?.axes ??
        (run.outcome === 'not-applicable' ? noCredentialAxes('none') : noCredentialAxes('unreadable')),
      worst:
        result?.worst ?? (run.outcome === 'not-applicable' ? ('none' as const) : ('undetermined' as const)),
      codes: [
        ...new Set([
          ...codes.map((status) => (typeof status === 'string' ? status : status.code)),
          ...(present?.nodes.slice(1).flatMap((node) => node.codes) ?? []),
        ]),
      ].sort(),
      findings: [
        ...(result?.observations ?? []).map(({ id, severity, statement, expert, manifest, bytes }) => ({
          id,
          severity,
          statement: statement.en,
          statementZh: statement['zh-CN'],
          expert: expert.en,
          manifest,
          bytes,
        })),
      ],
      engines: result?.opinions ?? [],
      coverage:
        present?.coverage == null
          ? null
          : {
              protected: present.coverage.protected,
              unprotected: present.coverage.unprotected,
              credential: present.coverage.credential,
            },
      signer: present?.store.manifests[0]?.signature ?? null,
      nodes: present?.nodes ?? [],
      ...(run.reason === undefined ? {} : { reason: run.reason }),
    },
  };
}

function printFile(file: FileEntry, result: CredentialResult | null, language: Language): void {
  printLine('');
  printLine(`${file.name}  ${worstWords[file.worst].text[language]}`);
  printLine(`   sha256 ${file.sha256}`);
  for (const axis of credentialAxes) {
    const { title, sentence } = axisWords(axis, file.axes[axis]);
    printLine(`   ${title[language]}: ${sentence[language]}`);
  }
  if (file.signer !== null) {
    const { organisation, commonName, time } = file.signer;
    printLine(
      `   ${text.certificateSays[language]} ${[organisation, commonName].filter(Boolean).join(' / ')}${time === null ? '' : `  ${time}`}`,
    );
  }
  if (file.coverage !== null) {
    const { protected: covered, unprotected, credential: own } = file.coverage;
    printLine(`   ${text.coverage[language]} ${covered} B · ${own} B · ${unprotected} B`);
  }
  for (const { id, severity, statement, expert } of result?.observations ?? []) {
    printLine(`   ${severityMarks[severity]} ${statement[language]}  [${id}]`);
    printLine(`       ${expert[language]}`);
  }
  const say = (words: string | Localized) => (typeof words === 'string' ? words : words[language]);
  for (const reader of file.engines) {
    const remark = readerRemark(reader);
    const word = `${reader.name} ${reader.version}: ${say(readerWord(reader.state))}`;
    printLine(`   ${word}${remark === null ? '' : ` (${say(remark)})`}`);
  }
  if (file.reason !== undefined) printLine(`   ${file.reason.text[language]}`);
}

const severityMarks = { info: 'i', notice: '·', warning: '!', failed: '✗' } as const;
