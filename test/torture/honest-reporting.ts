/**
 * R18, R19, R20: readers of credentials that disagree are shown to; what a decoder complained about with exit status 0
 * is kept with the result; the absence of provenance is never worded as authenticity.
 *
 *   node test/torture/honest-reporting.ts [--files DIRECTORY] [--count 200]
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { complaintLines } from '#core/media/complaints.ts';
import { CredentialResult } from '#shared/domain/credential.ts';
import type { EngineOpinion } from '#shared/domain/credential-detail.ts';
import { propositions } from '#shared/domain/finding.ts';
import { languages } from '#shared/domain/localized.ts';
import type { Run } from '#shared/domain/run.ts';
import { chosenFiles } from './chosen-files.ts';
import { type ExaminedCase, withCase } from './examined-case.ts';
import type { TortureRow } from './row.ts';

const command = 'node test/torture/honest-reporting.ts';
const asked = [
  'provenance.c2pa',
  'media.streams',
  'labels.declared',
  'metadata.fields',
  'container.structure',
];

export interface HonestyOptions {
  readonly files: readonly string[];
  readonly workers?: number;
}

export async function honestReporting({ files, workers = 2 }: HonestyOptions): Promise<TortureRow[]> {
  return withCase(files, workers, {}, async (opened) => {
    const runs = await opened.examine(asked);
    return [shownDisagreement(runs), await keptComplaints(opened, runs), await wordedAbsence(opened, runs)];
  });
}

/** Engines that answered differently, by their own words, against what the result tells. */
function shownDisagreement(runs: readonly Run[]): TortureRow {
  let [credentials, differing] = [0, 0];
  const silent: string[] = [];
  for (const run of runs.filter(({ analysis }) => analysis === 'provenance.c2pa')) {
    const parsed = CredentialResult.safeParse(run.result);
    if (!parsed.success || parsed.data.state !== 'present') continue;
    credentials += 1;
    const { opinions, nodes, observations } = parsed.data;
    const heard = opinions.filter(({ state }) => !unasked.includes(state));
    if (differ(heard)) {
      differing += 1;
      const shown = observations.some(({ id }) => id === 'engines-disagree');
      if (!shown) silent.push(`${run.evidence}: ${heard.map(({ state }) => state).join(', ')}`);
    }
    // A reader of part may not say of the whole what only a reader of the whole can.
    for (const { name, state, answered } of heard)
      if (name === 'assay' && (answered === null || sound.includes(state)))
        silent.push(`${run.evidence}: ${name} says ${state} of what it did not look at`);
    // A fault of a source may not hide below a whole that holds.
    const faulty = nodes.some(({ codes }) => codes.some((code) => /mismatch|invalid|malformed/i.test(code)));
    const told = run.findings.some(({ bearing }) => bearing !== 'supports');
    if (faulty && !told) silent.push(`${run.evidence}: a fault below that no finding tells`);
  }
  return {
    goal: 'R18',
    target: 'every disagreement of readers and every fault of a source is told; 0 silent',
    reached: `${credentials} credentials, ${differing} read differently, ${silent.length} silent${some(silent)}`,
    passed: silent.length === 0,
    command,
  };
}

const unasked: readonly string[] = ['missing', 'not-asked', 'unknown'];
const unread: readonly string[] = ['error', 'none', 'remote-only'];
const sound: readonly string[] = ['Trusted', 'Valid'];
const mismatches = { 'content-hash': /Hash\.mismatch$/, 'claim-signature': /^claimSignature\.mismatch$/ };

/** By the words of readers of the whole; a reader of part contradicts them only on a question it answered. */
function differ(opinions: readonly EngineOpinion[]): boolean {
  if (new Set(opinions.map(({ state }) => unread.includes(state))).size > 1) return true;
  const whole = opinions.filter(({ answered }) => answered === null);
  if (new Set(whole.map(({ state }) => state)).size > 1) return true;
  return opinions.some(({ answered, codes }) =>
    (answered ?? []).some((question) => {
      const says = (list: readonly string[]) => list.some((code) => mismatches[question].test(code));
      return whole.some(
        (other) => sound.concat('Invalid').includes(other.state) && says(other.codes) !== says(codes),
      );
    }),
  );
}

/** ffprobe asked by ourselves, against the warnings of the run. */
async function keptComplaints({ store }: ExaminedCase, runs: readonly Run[]): Promise<TortureRow> {
  let complained = 0;
  const hidden: string[] = [];
  for (const run of runs.filter(
    ({ analysis, outcome }) => analysis === 'media.streams' && outcome === 'found',
  )) {
    const { status, lines } = await probed(store.evidencePath(run.evidence));
    if (status !== 0 || lines.length === 0) continue;
    complained += 1;
    if (run.warnings.length === 0) hidden.push(`${run.evidence}: ${lines[0]}`);
  }
  return {
    goal: 'R19',
    target: 'every file whose decoder complained with exit status 0 has its text in the record',
    reached: `${complained} complained, ${hidden.length} without their text${some(hidden)}`,
    passed: hidden.length === 0,
    command,
  };
}

function probed(
  path: string,
): Promise<{ readonly status: number | null; readonly lines: readonly string[] }> {
  return new Promise((resolve) => {
    const args = ['-v', 'error', '-show_streams', '-count_packets', '-of', 'json', path];
    const child = execFile(
      'ffprobe',
      args,
      { timeout: 30_000, maxBuffer: 64 << 20 },
      (_error, _stdout, stderr) => {
        const lines = stderr.split('\n').filter((line) => !/^Unsupported codec with id 0/.test(line));
        resolve({ status: child.exitCode, lines: complaintLines(lines.join('\n')) });
      },
    );
  });
}

/** Sentences that take nothing found for something shown. Negations and cautions are not meant. */
const claims = {
  en: /\b(?:is|are|was|were|appears?|seems?|looks?|likely|probably|therefore|proves?|confirms?|shows?)(?: to be| that it is)? (?:an? |the )?(?:authentic|genuine|real|original|unaltered|unedited|untouched|unmanipulated|trustworthy|not AI|free of AI|camera-made)\b/i,
  'zh-CN':
    /(?:证明|说明|表明|确认|可见|因此)[^，。；]{0,12}(?:是|为|属)(?:真实|原始|真品|原件|未经(?:修改|编辑|篡改))|(?:系|属于|确为|应为)(?:真实|原始|未经(?:修改|编辑|篡改))/,
} as const;
const negated = {
  en: /\b(?:not|nor|never|neither|no|nothing|cannot|without|whether|if)\b/i,
  'zh-CN': /不|无|未必|非|是否|没有|难以/,
} as const;
/** What belongs beside an answer of nothing. */
const caution = {
  en: /\b(?:absence|not evidence|says nothing|does not (?:show|mean|prove)|no proof|not shown|nothing about|remove|stripped|lost)\b/i,
  'zh-CN': /不能(?:说明|证明)|不表示|不意味|不证明|并不|无关|移除|去除|丢失|删除/,
} as const;
const looksForOrigin = ['provenance.c2pa', 'labels.declared', 'metadata.fields'];

async function wordedAbsence({ app, caseId }: ExaminedCase, runs: readonly Run[]): Promise<TortureRow> {
  const faults: string[] = [];
  let sentences = 0;
  for (const language of languages) {
    const made = await app.report.export({ caseId, evidence: [], format: 'json', language });
    if (!made.ok) throw new Error(made.problem.message.en);
    const { report } = JSON.parse(await readFile(made.value.path, 'utf8')) as { report: { blocks: unknown } };
    for (const sentence of sentencesIn(report.blocks)) {
      sentences += 1;
      // What is put to the test is named, not said.
      if (Object.values(propositions).some((one) => sentence.includes(one[language].replace(/[.。]$/, ''))))
        continue;
      if (claims[language].test(sentence) && !negated[language].test(sentence)) faults.push(sentence);
    }
  }
  let nothing = 0;
  for (const run of runs) {
    if (run.outcome !== 'nothing-found' || !looksForOrigin.includes(run.analysis)) continue;
    nothing += 1;
    for (const language of languages) {
      const said = run.findings.flatMap(({ statement, limits }) =>
        [statement, ...limits].map((one) => one[language]),
      );
      if (!said.some((sentence) => caution[language].test(sentence)))
        faults.push(`${run.analysis} says nothing of what absence means (${language})`);
    }
  }
  return {
    goal: 'R20',
    target: 'absence never worded as authenticity; what absence means stands beside it',
    reached: `${sentences} sentences in 2 languages and ${nothing} answers of nothing, ${faults.length} faults${some(faults)}`,
    passed: faults.length === 0 && sentences > 0,
    command,
  };
}

function sentencesIn(value: unknown): string[] {
  if (typeof value === 'string') return value.split(/(?<=[.。；;!?])\s*/).filter((one) => one.length > 8);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(sentencesIn);
}

function some(list: readonly string[]): string {
  return list.length === 0 ? '' : `: ${[...new Set(list)].slice(0, 5).join(' | ')}`;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { files: { type: 'string' }, count: { type: 'string', default: '200' } },
  });
  const files = await chosenFiles(values.files, Number(values.count));
  const rows = await honestReporting({ files });
  for (const { goal, passed, reached } of rows)
    console.info(`${goal} ${passed ? 'passed' : 'FAILED'}: ${reached}`);
  process.exitCode = rows.every(({ passed }) => passed) ? 0 : 1;
}
