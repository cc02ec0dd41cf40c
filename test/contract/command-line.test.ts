import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { analyses } from '#core/analysis/registry.generated.ts';
import { EvidenceEntry, ReportRecord } from '#core/report/writers/json.ts';
import { AnalysisCard } from '#shared/domain/analysis-card.ts';
import { Verification } from '#shared/domain/case.ts';
import { Checkpoint, CheckpointKeyFacts } from '#shared/domain/checkpoint.ts';
import { exifSegment, exifTag } from '../fixtures/make/exif-block.ts';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { makePng } from '../fixtures/make/png.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { makeWave } from '../fixtures/make/riff.ts';
import { tamperFile } from '../store/support/tamper.ts';
import { CommandLine, type CommandResult, ended } from '../support/command-line.ts';

/** `assay` as a script sees it: a child process with two streams and an exit status. */
const assay = new CommandLine();
const photo = assay.path('photo.jpg');
const chart = assay.path('chart.png');
const tone = assay.path('tone.wav');
const matter = assay.path('matter.case');

beforeAll(async () => {
  writeFileSync(photo, await makeJpeg({ width: 160, height: 120 }));
  writeFileSync(chart, makePng({ width: 64, height: 48 }));
  writeFileSync(tone, makeWave(Uint8Array.from({ length: 8000 }, (_, at) => 128 + 90 * Math.sin(at / 3))));
});
afterAll(() => assay.remove());

const Evidence = z.object({ evidence: z.array(EvidenceEntry) });
const Verified = Verification.omit({ problems: true })
  .extend({ items: Verification.shape.problems })
  .strict();

/** Exactly one JSON document on standard output: the whole stream parses. */
function document<T>(result: CommandResult, shape: z.ZodType<T>): T {
  return shape.parse(JSON.parse(result.stdout));
}

function runOf(entry: EvidenceEntry | undefined, analysis: string) {
  const run = entry?.runs.find((candidate) => candidate.analysis === analysis);
  if (run === undefined) throw new Error(`${analysis} did not run`);
  return run;
}

describe.concurrent('help', () => {
  const commands: readonly (readonly [words: string, options: readonly string[]])[] = [
    ['intake', ['--case', '--json']],
    ['examine', ['--case', '--only', '--json', '--report', '--again']],
    ['report', ['--case', '--out']],
    ['analyses', ['--json']],
    ['method', ['--json']],
    ['case show', ['--json']],
    ['verify', ['--checkpoint', '--json']],
    ['checkpoint show', []],
    ['checkpoint key', ['--json']],
    ['checkpoint passphrase', ['--passphrase-file', '--remove', '--json']],
    ['sign', ['--out', '--intent', '--source-type', '--soft-binding', '--redact', '--certificate', '--json']],
    ['authority create', ['--organisation', '--name', '--passphrase-file', '--json']],
    ['authority show', ['--json']],
    ['trust list', ['--json']],
    ['trust import', ['--official', '--own', '--tsa', '--json']],
    ['trust diff', ['--json']],
    ['trust deny', ['--certificate', '--key', '--issuer', '--serial', '--reason', '--since']],
  ];

  test.each(['en', 'zh-CN'] as const)('names every command and the exit statuses (%s)', async (language) => {
    const { status, stdout, stderr } = await assay.runAlone(['--help', '--language', language]);
    expect([status, stderr]).toEqual([0, '']);
    for (const [words] of commands) expect(stdout).toContain(`  ${words.split(' ')[0]} `);
    expect(stdout).toMatch(/0 .* 1 .* 2 /);
    expect(/[\u4e00-\u9fff]/.test(stdout)).toBe(language === 'zh-CN');
  });

  test.each(commands)('%s lists its options in both languages', async (words, options) => {
    const [english, chinese] = await Promise.all([
      assay.run([...words.split(' '), '--help']),
      assay.run([...words.split(' '), '--help', '--language', 'zh-CN']),
    ]);
    for (const { status, stdout, stderr } of [english, chinese]) {
      expect([status, stderr]).toEqual([0, '']);
      for (const option of options) expect(stdout).toContain(option);
    }
    expect(english.stdout).not.toMatch(/[\u4e00-\u9fff]/);
    // Every option is explained in Chinese, not only the command.
    for (const option of options)
      expect(chinese.stdout).toMatch(new RegExp(`${option}\\b[^\\n]*(\\n {8,}[^\\n]*)*[\\u4e00-\\u9fff]`));
  });
});

test('--version prints the version of package.json', async () => {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  expect(await assay.run(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

describe.concurrent('wrong usage', () => {
  const cases: readonly (readonly string[])[] = [
    [],
    ['inspect', 'photo.jpg'],
    ['examine'],
    ['examine', 'photo.jpg', '--quick'],
    ['examine', 'photo.jpg', '--only', 'no.such'],
    ['examine', 'photo.jpg', '--report', 'out.odt'],
    ['examine', '--case', 'absent.case'],
    ['intake', 'photo.jpg'],
    ['report', '--case', 'absent.case', '--out', 'out.pdf'],
    ['case', 'show', 'absent.case'],
    ['verify', '.'],
  ];
  test.each(cases.map((args) => [args.join(' '), args] as const))('assay %s → 2', async (_words, args) => {
    // The process itself once, with no arguments at all.
    const { status, stdout, stderr } = await (args.length === 0 ? assay.runAlone(args) : assay.run(args));
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim()).not.toBe('');
    // An answer, not a stack trace.
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(existsSync(assay.path('absent.case'))).toBe(false);
  });
});

describe('without a case', () => {
  test('examines in a temporary case that is gone afterwards', async () => {
    const before = readFileSync(photo);
    const { status, stdout, stderr } = await assay.runAlone(['examine', photo, chart]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/1 {2}photo\.jpg {2}jpeg {2}160×120[\s\S]*2 {2}chart\.png {2}png {2}64×48/);
    expect(assay.leftovers()).toEqual([]);
    expect(readFileSync(photo)).toEqual(before);
    expect(existsSync(assay.path('data', 'recent-cases.json'))).toBe(false);
  });

  test('--only --json: one document with the promised keys, nothing else', async () => {
    const only = ['container.structure', 'pixels.quantization'];
    const result = await assay.run(['examine', photo, chart, '--only', only.join(','), '--json']);
    expect([result.status, result.stderr]).toEqual([0, '']);
    const { evidence } = document(result, Evidence);
    expect(evidence.map(({ name, kind, format }) => [name, kind, format])).toEqual([
      ['photo.jpg', 'image', 'jpeg'],
      ['chart.png', 'image', 'png'],
    ]);
    for (const entry of evidence) expect(entry.runs.map((run) => run.analysis).sort()).toEqual(only);
    expect(runOf(evidence[0], 'pixels.quantization').outcome).toBe('found');
    expect(runOf(evidence[1], 'pixels.quantization').outcome).toBe('not-applicable');
    // The keys others script against (see resources/docs/command-line.md).
    expect(Object.keys(evidence[0]!)).toEqual(
      expect.arrayContaining(['sha256', 'name', 'kind', 'format', 'runs']),
    );
    expect(Object.keys(evidence[0]!.runs[0]!)).toEqual(
      expect.arrayContaining(['analysis', 'version', 'outcome', 'warnings', 'result', 'findings', 'figures']),
    );
    expect(assay.leftovers()).toEqual([]);
  });

  test('refused files are named, the others are examined, and the status says so', async () => {
    const link = assay.path('link.jpg');
    symlinkSync(photo, link);
    const absent = assay.path('absent.jpg');
    const args = ['--only', 'container.structure', '--json'];
    const result = await assay.runAlone(['examine', link, absent, chart, ...args]);
    expect(result.status).toBe(1);
    expect(document(result, Evidence).evidence.map((entry) => entry.name)).toEqual(['chart.png']);
    expect(result.stderr).toContain(link);
    expect(result.stderr).toContain(absent);
    const nothing = await assay.run(['examine', link, ...args]);
    expect(nothing.status).toBe(1);
    expect(document(nothing, Evidence)).toEqual({ evidence: [] });
  });
});

test('what a file says of itself cannot control the terminal', async () => {
  const hostile = assay.path('hostile.jpg');
  const software = 'GIMP \x1b[2J\u202egnp.exe';
  const main = new Map([[exifTag.software, software]]);
  writeFileSync(hostile, await makeJpeg({ segments: [exifSegment({ main })] }));
  const args = ['examine', hostile, '--only', 'metadata.consistency'];
  const { status, stdout } = await assay.run(args);
  expect(status).toBe(0);
  expect(stdout).toContain('GIMP \\u{001B}[2J\\u{202E}');
  for (const character of ['\x1b', '\u202e']) expect(stdout).not.toContain(character);
});

test('analyses: a list for people and the cards for scripts', async () => {
  const [list, json] = await Promise.all([assay.run(['analyses']), assay.run(['analyses', '--json'])]);
  expect([list.status, json.status, list.stderr, json.stderr]).toEqual([0, 0, '', '']);
  const cards = document(json, z.object({ analyses: z.array(AnalysisCard) })).analyses;
  expect(cards.map((card) => card.id).sort()).toEqual(analyses.map(({ id }) => id).sort());
  for (const { id } of analyses) expect(list.stdout).toContain(id);
});

test('method: the page of a method in either language, the card for scripts, and no page of no method', async () => {
  const id = 'pixels.ghosts';
  const [page, chinese, json, none] = await Promise.all([
    assay.run(['method', id]),
    assay.run(['method', id, '--language', 'zh-CN']),
    assay.run(['method', id, '--json']),
    assay.run(['method', 'pixels.horoscope']),
  ]);
  expect([page.status, chinese.status, json.status, none.status]).toEqual([0, 0, 0, 2]);
  const documented = (language: string) =>
    readFileSync(new URL(`../../resources/docs/methods/${language}/${id}.md`, import.meta.url), 'utf8');
  expect(page.stdout).toBe(documented('en'));
  expect(chinese.stdout).toBe(documented('zh-CN'));
  expect(document(json, z.object({ method: AnalysisCard })).method.id).toBe(id);
  expect(none.stderr).toContain('pixels.horoscope');
});

describe('a case', () => {
  test('intake tells of each file what became of it', async () => {
    const folder = assay.path('folder');
    mkdirSync(folder);
    writeFileSync(join(folder, 'again.png'), readFileSync(chart));
    const result = await assay.runAlone(['intake', photo, chart, folder, '--case', matter, '--json']);
    expect([result.status, result.stderr]).toEqual([0, '']);
    const shape = z.object({
      results: z.array(z.object({ source: z.string(), outcome: z.string(), sha256: z.string() })),
    });
    const { results } = document(result, shape);
    expect(results.map(({ outcome }) => outcome)).toEqual(['added', 'added', 'duplicate']);
    expect(results[1]?.sha256).toBe(results[2]?.sha256);
    const missing = await assay.run(['intake', assay.path('absent.jpg'), '--case', matter, '--json']);
    expect(missing.status).toBe(1);
    expect(missing.stdout).toContain('source-unreadable');
  });

  test('examine writes reports in all formats; report and case show read what is recorded', async () => {
    const html = assay.path('matter.html');
    const pdf = assay.path('matter.pdf');
    const json = assay.path('matter.json');
    const examined = await assay.runAlone(['examine', '--case', matter, '--json', '--report', html]);
    expect(examined.status).toBe(0);
    expect(examined.stderr).toContain(html);
    const { evidence } = document(examined, Evidence);
    expect(evidence.map((entry) => entry.runs.length)).toEqual([analyses.length, analyses.length]);
    expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>[\s\S]*photo\.jpg/i);
    // The record lies beside the printed form, whose footer carries its hash.
    const recordHash = createHash('sha256')
      .update(readFileSync(`${html}.json`))
      .digest('hex');
    expect(readFileSync(html, 'utf8')).toContain(recordHash);

    for (const out of [pdf, json])
      expect((await assay.run(['report', '--case', matter, '--out', out])).status).toBe(0);
    expect(readFileSync(pdf, 'latin1').slice(0, 5)).toBe('%PDF-');
    const record = ReportRecord.parse(JSON.parse(readFileSync(json, 'utf8')));
    expect(record.evidence.map((entry) => entry.sha256)).toEqual(evidence.map((entry) => entry.sha256));

    const shown = await assay.run(['case', 'show', matter, '--json']);
    expect([shown.status, shown.stderr]).toEqual([0, '']);
    expect(document(shown, Evidence).evidence).toEqual(evidence);
    expect(JSON.parse(shown.stdout)).toMatchObject({ case: { name: 'matter' }, covered: [] });
  });

  test('the same runs are not computed twice, unless asked', async () => {
    const args = ['examine', '--case', matter, '--only', 'container.structure', '--json'];
    const ids = async (more: string[] = []) =>
      document(await assay.run([...args, ...more]), Evidence).evidence.flatMap((entry) =>
        entry.runs.map((run) => run.id),
      );
    const first = await ids();
    expect(await ids()).toEqual(first);
    expect((await ids(['--again'])).filter((id) => first.includes(id))).toEqual([]);
  });

  test('held by another process: a clear message naming the holder, status 2, and reading goes on', async () => {
    const script = fileURLToPath(new URL('../store/support/hold-case.ts', import.meta.url));
    const holder = spawn(process.execPath, [script, matter], { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    const blocked = await assay.run(['examine', '--case', matter]);
    const read = await assay.run(['case', 'show', matter]);
    holder.stdin.end('stop\n');
    await new Promise((resolve) => holder.once('exit', resolve));
    expect([blocked.status, blocked.stdout]).toEqual([2, '']);
    expect(blocked.stderr).toContain(`Other examiner`);
    expect(blocked.stderr).toContain(String(holder.pid));
    expect(read.status).toBe(0);
    expect(read.stdout).toContain('photo.jpg');
  });

  test('verify: sound, then a flipped byte is found and located', async () => {
    const sound = await assay.runAlone(['verify', matter, '--json']);
    expect([sound.status, sound.stderr]).toEqual([0, '']);
    expect(document(sound, Verified)).toMatchObject({
      state: 'intact',
      first: null,
      items: [],
      evidenceChecked: 2,
      checkpoints: { missing: 0, own: true, against: null },
    });

    const [name] = readdirSync(join(matter, 'evidence'));
    const stored = join(matter, 'evidence', name!);
    const bytes = readFileSync(stored);
    bytes[100]! ^= 1;
    chmodSync(stored, 0o644);
    writeFileSync(stored, bytes);
    chmodSync(stored, 0o444);
    const changed = await assay.run(['verify', matter, '--json']);
    expect(changed.status).toBe(1);
    expect(document(changed, Verified)).toMatchObject({ state: 'damaged', first: null });
    expect(document(changed, Verified).items).toMatchObject([
      { code: 'evidence-changed', object: name, ranges: [[0, bytes.length]] },
    ]);
    const words = await assay.run(['verify', matter, '--language', 'zh-CN']);
    expect([words.status, words.stderr]).toEqual([1, '']);
    expect(words.stdout).toMatch(/问题：\n {2}evidence-changed {2}[0-9a-f]{64} {2}证据文件已被更改/);
  });

  test('verify: against a checkpoint kept elsewhere, a cut tail is named; what is no checkpoint is wrong usage', async () => {
    const kept = assay.path('checkpoint.json');
    const shown = await assay.run(['checkpoint', 'show', matter]);
    writeFileSync(kept, shown.stdout);
    const { sequence, keyId } = document(shown, Checkpoint);
    const key = await assay.run(['checkpoint', 'key', '--json']);
    expect(document(key, CheckpointKeyFacts)).toMatchObject({ keyId, encrypted: false, ready: true });
    const args = ['verify', matter, '--checkpoint', kept, '--json'];
    const against = document(await assay.run(args), Verified).checkpoints?.against;
    expect(against).toMatchObject({ sequence, keyId });

    const database = join(matter, 'case.db');
    const bytes = readFileSync(database);
    const end = sequence - 2;
    tamperFile(
      database,
      `DELETE FROM custody WHERE sequence > ${end}; DELETE FROM checkpoint WHERE sequence > ${end}`,
    );
    expect(document(await assay.run(['verify', matter, '--json']), Verified).first).toBeNull();
    const cut = await assay.run(args);
    expect(cut.status).toBe(1);
    expect(document(cut, Verified).first).toBe(end + 1);
    writeFileSync(database, bytes);

    writeFileSync(kept, shown.stdout.replace('"close"', '"asked"'));
    const forged = await assay.run(args);
    expect([forged.status, forged.stdout]).toEqual([2, '']);
    expect(forged.stderr).toContain('not what was signed');
  });

  test('verify: a damaged database is a finding, not a refusal', async () => {
    const database = join(matter, 'case.db');
    const bytes = readFileSync(database);
    bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 8192);
    writeFileSync(database, bytes);
    const result = await assay.run(['verify', matter, '--json']);
    expect(result.status).toBe(1);
    expect(document(result, Verified).items.map((problem) => problem.code)).toContain('database-damaged');
  });
});

test('without perl and ffprobe the rest works, and what does not says how to mend it', async () => {
  const result = await assay.run(['examine', photo, tone, '--json'], {
    ASSAY_PERL: '/nonexistent/perl',
    ASSAY_FFPROBE: '/nonexistent/ffprobe',
    ASSAY_FFMPEG: '/nonexistent/ffmpeg',
  });
  expect(result.status).toBe(0);
  const { evidence } = document(result, Evidence);
  const programs = { exiftool: 'ASSAY_PERL', ffprobe: 'ASSAY_FFPROBE', ffmpeg: 'ASSAY_FFMPEG' };
  let mended = 0;
  for (const entry of evidence) {
    for (const { id, engines } of analyses) {
      const run = runOf(entry, id);
      if (run.outcome === 'not-applicable') continue;
      // A still picture is decoded without them.
      const still = entry.media.kind === 'image' && engines.includes('sharp');
      const missing = Object.entries(programs)
        .filter(([engine]) => engines.includes(engine as 'exiftool') && !(still && engine !== 'exiftool'))
        .map(([, variable]) => variable);
      if (missing.length === 0) {
        expect([id, run.reason?.code]).not.toEqual([id, 'engine-missing']);
        continue;
      }
      mended += 1;
      expect([id, run.outcome, run.reason?.code]).toEqual([id, 'undetermined', 'engine-missing']);
      for (const text of Object.values(run.reason!.text))
        expect(missing.some((variable) => text.includes(variable))).toBe(true);
    }
  }
  expect(mended).toBeGreaterThanOrEqual(2);
  expect(runOf(evidence[0], 'container.structure').outcome).toBe('found');
  expect(evidence[1]?.content.state).toBe('undetermined');
});

test('Ctrl-C while examining: what is recorded stays, the case verifies, and a second go completes it', async () => {
  const directory = assay.path('long.case');
  const sources = assay.path('long');
  mkdirSync(sources);
  for (let seed = 1; seed <= 8; seed += 1)
    await patternImage(1200, 900, seed)
      .jpeg()
      .toFile(join(sources, `${seed}.jpg`));
  expect((await assay.run(['intake', sources, '--case', directory])).status).toBe(0);

  const child = assay.start(['examine', '--case', directory, '--only', 'pixels.error-level', '--json']);
  const over = ended(child);
  const made = () => readdirSync(join(directory, 'derived')).filter((name) => !name.startsWith('.')).length;
  for (let waited = 0; made() < 2 && waited < 20_000; waited += 20) await sleep(20);
  // Impatiently: again and again, until the case is closed.
  const pressing = setInterval(() => {
    if (existsSync(join(directory, 'lock.json'))) child.kill('SIGINT');
  }, 3);
  const cancelled = await over;
  clearInterval(pressing);
  expect(cancelled.status).toBe(1);
  expect(cancelled.stderr.match(/cancelled; what was recorded stays/g)).toHaveLength(1);
  expect(assay.leftovers()).toEqual([]);
  const partly = document(cancelled, Evidence).evidence.filter((entry) => entry.runs.length > 0).length;
  expect(partly).toBeGreaterThanOrEqual(1);
  expect(partly).toBeLessThan(8);
  expect(readdirSync(directory)).not.toContain('lock.json');

  expect((await assay.run(['verify', directory])).status).toBe(0);
  const rest = await assay.run(['examine', '--case', directory, '--only', 'pixels.error-level', '--json']);
  expect(rest.status).toBe(0);
  expect(document(rest, Evidence).evidence.map((entry) => entry.runs.length)).toEqual(Array(8).fill(1));
  expect((await assay.run(['verify', directory])).status).toBe(0);
});

// SIGHUP: the terminal was closed.
test.each(['SIGINT', 'SIGHUP'] as const)(
  '%s while taking in stops there: no examination begins',
  async (signal) => {
    const sources = assay.path(`many-${signal}`);
    mkdirSync(sources);
    for (let seed = 1; seed <= 60; seed += 1)
      writeFileSync(join(sources, `${seed}.png`), makePng({ width: 40 + seed }));
    const directory = assay.path(`${signal}.case`);
    const child = assay.start(['examine', sources, '--case', directory, '--json']);
    const over = ended(child);
    const taken = () =>
      existsSync(join(directory, 'evidence')) && statSync(join(directory, 'evidence')).isDirectory()
        ? readdirSync(join(directory, 'evidence')).length
        : 0;
    for (let waited = 0; taken() < 3 && waited < 20_000; waited += 5) await sleep(5);
    child.kill(signal);
    const { status, stdout } = await over;
    expect(status).toBe(1);
    expect(readdirSync(directory)).not.toContain('lock.json');
    const { evidence } = Evidence.parse(JSON.parse(stdout));
    expect(evidence.length).toBeLessThan(60);
    expect(evidence.flatMap((entry) => entry.runs)).toEqual([]);
    expect((await assay.run(['verify', directory])).status).toBe(0);
  },
);
