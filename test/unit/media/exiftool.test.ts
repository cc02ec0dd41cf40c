import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineNames, engineVersions, forgetEngineVersions } from '#core/media/engines.ts';
import { ExiftoolProcess } from '#core/media/exiftool-process.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { closeMetadata, readMetadata } from '#core/media/metadata.ts';
import { parseMetadata } from '#core/media/metadata-tags.ts';
import { exiftoolScript, findProgram } from '#core/media/program-paths.ts';
import { exifSegment, exifTag } from '../../fixtures/make/exif-block.ts';
import { makeJpeg } from '../../fixtures/make/jpeg.ts';
import { pngChunk } from '../../fixtures/make/png.ts';

const perl = await findProgram('perl');
const linux = process.platform === 'linux';
const signal = new AbortController().signal;

let folder = '';
let good = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-exiftool-'));
  good = join(folder, 'evidence');
  const segment = exifSegment({
    main: new Map([
      [exifTag.make, 'Tester'],
      [exifTag.software, '1.10'],
    ]),
  });
  await writeFile(good, await makeJpeg({ segments: [segment] }));
});
afterAll(async () => {
  await closeMetadata();
  await rm(folder, { recursive: true, force: true });
});

async function makeOf(path: string): Promise<string | undefined> {
  const answer = await readMetadata(path, defaultLimits, signal);
  return answer.ok ? answer.metadata.tags.find((tag) => tag.name === 'Make')?.readable : answer.reason.code;
}

describe.skipIf(!perl.found)('readMetadata', () => {
  it('reads one file after another through one process, also when asked at once', async () => {
    expect(await Promise.all(Array.from({ length: 20 }, () => makeOf(good)))).toEqual(
      Array(20).fill('Tester'),
    );
  });

  it('gives the same answer in every process, also where ExifTool follows the order of a Perl hash', async () => {
    const path = join(folder, 'route');
    const points = Array.from({ length: 12 }, (_, index) => {
      const place = `lat="${50 + index}.5" lon="${index}.25"`;
      return `<wpt ${place}><ele>${index}</ele><name>P${index}</name><desc>d${index}</desc><sym>s</sym></wpt>`;
    });
    const head = '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">';
    await writeFile(path, `${head}${points.join('')}</gpx>`);
    const answers = new Set<string>();
    for (let process = 0; process < 6; process++) {
      await closeMetadata();
      const answer = await readMetadata(path, defaultLimits, signal);
      const tags = answer.ok ? answer.metadata.tags : [];
      expect(tags.length).toBeGreaterThan(20);
      answers.add(JSON.stringify(tags.map(({ name, readable }) => [name, readable])));
    }
    expect(answers.size).toBe(1);
  });

  it('tells nothing of the path of our copy, of which ExifTool makes an extension', async () => {
    // Cases work in a folder that begins with a dot; our copy has no name of its own.
    const path = join(folder, '.work', 'double');
    await mkdir(join(folder, '.work'));
    // AppleDouble (Apple TechNote on file forks): magic, version, filler, no entries.
    await writeFile(path, Buffer.from('\0\x05\x16\x07\0\x02\0\0Mac OS X        \0\0', 'latin1'));
    const answer = await readMetadata(path, defaultLimits, signal);
    expect(answer).toMatchObject({ ok: true });
    const tags = answer.ok ? answer.metadata.tags : [];
    expect(tags.find(({ name }) => name === 'FileType')).toMatchObject({ raw: 'MacOS' });
    expect(JSON.stringify(tags).toLowerCase()).not.toContain('work/double');
  });

  it('keeps numbers as the text they are', async () => {
    const answer = await readMetadata(good, defaultLimits, signal);
    const software = answer.ok ? answer.metadata.tags.find((tag) => tag.name === 'Software') : undefined;
    expect(software).toMatchObject({
      raw: '1.10',
      readable: '1.10',
      place: 'IFD0',
      group: 'EXIF',
      id: '0x0131',
    });
  });

  it('says nothing about our private copy', async () => {
    const answer = await readMetadata(good, defaultLimits, signal);
    const names = answer.ok ? answer.metadata.tags.map((tag) => tag.name) : [];
    for (const name of [
      'FileName',
      'Directory',
      'FileModifyDate',
      'FilePermissions',
      'FileInodeChangeDate',
    ]) {
      expect(names).not.toContain(name);
    }
    expect(JSON.stringify(answer)).not.toContain(folder);
  });

  it('takes no relative path, which could be an option', async () => {
    await expect(readMetadata('-ver', defaultLimits, signal)).rejects.toThrow('absolute');
  });

  it.skipIf(!linux)('loses no other file to one that breaks it', async () => {
    // 400 MB of text in 0.4 MB: exiftool unpacks it and runs into its memory limit.
    const bomb = join(folder, 'bomb');
    const text = Buffer.concat([
      Buffer.from('Comment\0\0', 'latin1'),
      deflateSync(Buffer.alloc(400_000_000, 65), { level: 1 }),
    ]);
    const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    const parts = [
      pngChunk('IHDR', header),
      pngChunk('zTXt', text),
      pngChunk('IDAT', deflateSync(Buffer.alloc(2))),
      pngChunk('IEND', Buffer.alloc(0)),
    ];
    await writeFile(bomb, Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]));
    const results = await Promise.all([good, good, bomb, good, bomb, good].map(makeOf));
    expect(results).toEqual(['Tester', 'Tester', 'memory-limit', 'Tester', 'memory-limit', 'Tester']);
  });

  it.skipIf(!linux)('names the time limit and goes on with the next file', async () => {
    // A pipe nobody writes to keeps the reader waiting for ever.
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const answer = await readMetadata(pipe, { ...defaultLimits, timeMs: 400 }, signal);
    expect(answer).toMatchObject({ ok: false, reason: { code: 'time-limit' } });
    expect(await makeOf(good)).toBe('Tester');
  });

  it.skipIf(!linux)('stops on abort', async () => {
    const pipe = join(folder, 'pipe-abort');
    execFileSync('mkfifo', [pipe]);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    expect(await readMetadata(pipe, defaultLimits, controller.signal)).toMatchObject({
      ok: false,
      reason: { code: 'aborted' },
    });
    expect(await makeOf(good)).toBe('Tester');
  });

  it('is undetermined, with a remedy, without Perl', async () => {
    process.env.ASSAY_PERL = '/nonexistent/perl';
    try {
      const answer = await readMetadata(good, defaultLimits, signal);
      expect(answer).toMatchObject({ ok: false, reason: { code: 'engine-missing' } });
      expect(!answer.ok && answer.reason.text.en).toContain('ASSAY_PERL');
      forgetEngineVersions();
      expect((await engineVersions(['exiftool'])).exiftool).toHaveProperty('missing');
    } finally {
      delete process.env.ASSAY_PERL;
      forgetEngineVersions();
    }
    expect(await makeOf(good)).toBe('Tester');
  });

  it('obeys no configuration file', async () => {
    // ExifTool would run Perl code from here.
    const canary = join(folder, 'canary');
    const copy = join(folder, 'config', 'evidence');
    execFileSync('mkdir', ['-p', join(folder, 'config')]);
    await copyFile(good, copy);
    await writeFile(
      join(folder, 'config', '.ExifTool_config'),
      `open(F, '>', '${canary}'); print F 'run'; close F; 1;`,
    );
    process.env.EXIFTOOL_HOME = join(folder, 'config');
    try {
      await closeMetadata();
      expect(await makeOf(copy)).toBe('Tester');
    } finally {
      delete process.env.EXIFTOOL_HOME;
    }
    await expect(import('node:fs/promises').then(({ access }) => access(canary))).rejects.toThrow();
  });
});

describe.skipIf(!perl.found || !linux)('ExiftoolProcess', () => {
  it('reports a process that dies in the middle of a file', async () => {
    const script = await exiftoolScript();
    const running = await ExiftoolProcess.start(perl.found ? perl.path : '', script ?? '');
    const pipe = join(folder, 'pipe-kill');
    execFileSync('mkfifo', [pipe]);
    const answer = running.run(['-j', pipe], { signal, timeMs: 20_000, outputBytes: 1 << 20 });
    await wait(300);
    process.kill(running.pid ?? 0, 'SIGKILL');
    expect(await answer).toMatchObject({ ok: false, failure: { code: 'killed', signal: 'SIGKILL' } });
    expect(running.ended).toBe(true);
  });

  it('takes no argument with a line break', async () => {
    const script = await exiftoolScript();
    const running = await ExiftoolProcess.start(perl.found ? perl.path : '', script ?? '');
    await expect(running.run(['-j\n-execute'], { signal, timeMs: 1000, outputBytes: 1000 })).rejects.toThrow(
      'line break',
    );
    running.close();
  });
});

describe('parseMetadata', () => {
  const parse = (value: unknown) => parseMetadata(Buffer.from(JSON.stringify(value)), 64);

  it('takes the key apart', () => {
    const entry = { id: '271', table: 'Exif::Main', desc: 'Make', val: 'A' };
    const tags = parse([
      {
        SourceFile: 'x',
        'EXIF:IFD0:Doc1:Copy2:Make': entry,
        'File:Main:FileType': entry,
        'XMP:XMP-dc:Main:Copy1:Title': entry,
      },
    ])?.tags;
    expect(
      tags?.map(({ group, place, document, copy, name }) => [group, place, document, copy, name]),
    ).toEqual([
      ['EXIF', 'IFD0', 'Doc1', 2, 'Make'],
      ['File', 'File', 'Main', 0, 'FileType'],
      ['XMP', 'XMP-dc', 'Main', 1, 'Title'],
    ]);
  });

  it('survives hostile keys, depth and junk', () => {
    const nested = `${'['.repeat(5_000)}1${']'.repeat(5_000)}`;
    const deep = parseMetadata(Buffer.from(`[{"XMP:XMP-x:Main:Deep":{"val":${nested}}}]`), 64);
    expect(deep?.tags[0]?.readable).toBe('…');
    const polluted = parseMetadata(
      Buffer.from(
        '[{"XMP:XMP-x:Main:__proto__":{"val":{"__proto__":{"polluted":"1"}}},"__proto__":{"val":"x"}}]',
      ),
      64,
    );
    expect(polluted?.tags.map((tag) => tag.name)).toContain('__proto__');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(parseMetadata(Buffer.from('{"cut": '), 64)).toBeNull();
    expect(parseMetadata(Buffer.from('[]'), 64)).toBeNull();
    expect(parse([{ 'A:Main:B': { val: null } }])?.tags[0]?.readable).toBe('');
  });
});

describe('engineVersions', () => {
  it('knows every engine without loading native code', async () => {
    forgetEngineVersions();
    const versions = await engineVersions(engineNames);
    expect(Object.keys(versions)).toEqual([...engineNames]);
    expect(versions.sharp).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+ \(libvips \d+\.\d+\.\d+\)$/),
    });
    expect(versions['c2pa-node']).toHaveProperty('version');
    expect(versions.typst).toHaveProperty('version');
    const script = [
      `const { engineNames, engineVersions } = await import(${JSON.stringify(new URL('../../../electron/core/media/engines.ts', import.meta.url).href)});`,
      'await engineVersions(engineNames);',
      'const loaded = process.report.getReport().sharedObjects.filter((name) => name.endsWith(".node"));',
      'console.log(JSON.stringify(loaded));',
    ].join('\n');
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(JSON.parse(printed)).toEqual([]);
  });

  it.skipIf(!perl.found)('agrees with the programs themselves', async () => {
    const { exiftool } = await engineVersions(['exiftool']);
    const script = await exiftoolScript();
    const own = execFileSync(perl.found ? perl.path : '', [script ?? '', '-ver'], {
      encoding: 'utf8',
    }).trim();
    expect('version' in exiftool && exiftool.version).toMatch(new RegExp(`^${own.replaceAll('.', '\\.')} `));
  });

  it('says what to do about a wrong setting', async () => {
    process.env.ASSAY_FFPROBE = '/nonexistent/ffprobe';
    try {
      const found = await findProgram('ffprobe');
      expect(found).toMatchObject({ found: false });
      expect(!found.found && found.remedy['zh-CN']).toContain('ASSAY_FFPROBE');
    } finally {
      delete process.env.ASSAY_FFPROBE;
    }
  });
});
