import { execFile } from 'node:child_process';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import { findProgram } from '#core/media/program-paths.ts';
import { pngChunk } from '../../test/fixtures/make/png.ts';
import { makeAuthority, signFile } from '../../test/fixtures/make/signed.ts';
import { makeZip } from '../../test/fixtures/make/small-formats.ts';
import { cameraExif, type ExifFacts } from './sample-exif.ts';
import { addGrain, addWater, balloonSvg, landscapeSvg, stillLifeSvg } from './sample-picture.ts';

/** The files of the sample case, and what could not be made on this machine. */
export interface SampleFiles {
  readonly paths: readonly string[];
  readonly skipped: readonly string[];
}

const run = promisify(execFile);
const width = 1280;
const height = 853;
/** All files say they are of this day, so that the sample looks the same whenever it is made. */
const day = new Date('2025-06-14T17:45:00Z');

/**
 * Make the sample's files in an empty folder: copies of one picture that tell different stories, a labelled
 * and a signed one, sound, video, text, and a damaged file. Nothing is fetched; all pictures are drawn here.
 */
export async function makeSampleFiles(folder: string): Promise<SampleFiles> {
  const paths: string[] = [];
  const skipped: string[] = [];
  const keep = async (name: string, bytes: Uint8Array | string) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    paths.push(path);
    return path;
  };

  const pixels = await landscape(width, height, 7);
  const plain = await jpeg(pixels, 91);
  const thumbnail = await thumbnailOf(pixels);
  const original = withExif(plain, { ...camera, thumbnail, position: lake, owner: 'Ada Example' });
  const originalPath = await keep('lake.jpg', original);
  await keep('lake-edited.jpg', withExif(await edited(plain), { ...camera, ...editor, thumbnail }));
  await keep('lake-other-date.jpg', withExif(plain, { ...camera, ...laterDate, thumbnail }));
  await keep('still-life-labelled.png', await labelledPng());
  await keep('lake-cut-short.jpg', original.subarray(0, Math.floor(original.length * 0.55)));
  await keep('caption-图说.txt', caption);

  for (const [name, make] of [
    ['lake-signed.jpg', signed],
    ['lake-pan.mp4', pan],
    ['shore-sound.wav', sound],
  ] as const) {
    const path = join(folder, name);
    const problem = await make(path, originalPath, folder);
    if (problem === null) paths.push(path);
    else skipped.push(`${name}: ${problem}`);
  }
  for (const path of paths) await utimes(path, day, day);
  return { paths: paths.sort(), skipped };
}

const camera: Omit<ExifFacts, 'thumbnail'> = {
  software: 'Lumen F2 Ver.1.04',
  taken: '2025:06:14 19:42:10',
  modified: '2025:06:14 19:42:10',
  width,
  height,
};
const editor = { software: 'GIMP 2.10.36', modified: '2025:06:20 10:05:41' };
const laterDate = { taken: '2025:09:03 19:42:10', modified: '2025:09:03 19:42:10' };
/** In the middle of the North Sea: a lake that does not exist. */
const lake = { north: [56, 30, 0], east: [3, 15, 0] };

interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

async function landscape(wide: number, high: number, seed: number): Promise<Pixels> {
  const { default: sharp } = await import('sharp');
  const drawn = sharp(Buffer.from(landscapeSvg(wide, high, seed)));
  const data = new Uint8Array(await drawn.removeAlpha().raw().toBuffer());
  addWater(data, wide, high, seed);
  addGrain(data, 2.4, seed);
  return { data, width: wide, height: high };
}

async function jpeg({ data, ...size }: Pixels, quality: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(data, { raw: { ...size, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}

async function thumbnailOf({ data, ...size }: Pixels): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const small = sharp(data, { raw: { ...size, channels: 3 } }).resize(160, 107);
  return small.jpeg({ quality: 80 }).toBuffer();
}

/** The saved picture opened again, a balloon put into its sky, saved at another quality. */
async function edited(original: Uint8Array): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const balloon = await sharp(Buffer.from(balloonSvg(250)))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const colour = new Uint8Array(250 * 250 * 3);
  for (let pixel = 0; pixel < 250 * 250; pixel += 1)
    colour.set(balloon.data.subarray(pixel * 4, pixel * 4 + 3), pixel * 3);
  addGrain(colour, 4, 3);
  for (let pixel = 0; pixel < 250 * 250; pixel += 1)
    balloon.data.set(colour.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  const input = await sharp(balloon.data, { raw: balloon.info }).png().toBuffer();
  return sharp(original)
    .composite([{ input, left: 492, top: 92 }])
    .jpeg({ quality: 84 })
    .toBuffer();
}

/** Exif in the place cameras put it: first, instead of the JFIF header. */
function withExif(plain: Buffer, facts: ExifFacts): Buffer {
  const jfif = plain[2] === 0xff && plain[3] === 0xe0 ? 2 + plain.readUInt16BE(4) : 0;
  return Buffer.concat([plain.subarray(0, 2), cameraExif(facts), plain.subarray(2 + jfif)]);
}

const aigc = {
  Label: '1',
  ContentProducer: 'Example-Image-Lab',
  ProduceID: 'sample-0004',
  ReservedCode1: '',
  ContentPropagator: '',
  PropagateID: '',
  ReservedCode2: '',
};

/** GB 45438-2025 and IPTC labels in XMP, and a file hidden behind the end of the picture. */
async function labelledPng(): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const side = 560;
  const data = new Uint8Array(
    await sharp(Buffer.from(stillLifeSvg(side)))
      .removeAlpha()
      .raw()
      .toBuffer(),
  );
  addGrain(data, 0.6, 4);
  const png = await sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" TC260:AIGC="${JSON.stringify(aigc).replaceAll('"', '&quot;')}" Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/></rdf:RDF></x:xmpmeta>`;
  const packet = pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`));
  const prompt = Buffer.from('still life, oranges and plums in a glazed bowl, soft window light\n');
  const hidden = makeZip(['prompt.txt', prompt]);
  // Behind IHDR, where other programs put it.
  return Buffer.concat([png.subarray(0, 33), packet, png.subarray(33), hidden]);
}

/** A credential by an authority made for this one file: sound, and on nobody's trust list. */
async function signed(path: string, _original: string, folder: string): Promise<string | null> {
  const workshop = await mkdtemp(join(folder, '.signing-'));
  try {
    const source = join(workshop, 'source.jpg');
    await writeFile(source, await jpeg(await landscape(960, 640, 12), 88));
    const authority = makeAuthority(workshop, 'Sample', ['1.3.6.1.4.1.62558.2.1']);
    const kinds = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
    const actions = [
      { action: 'c2pa.created', digitalSourceType: `${kinds}digitalCapture`, softwareAgent: 'Lumen F2' },
      {
        action: 'c2pa.edited',
        digitalSourceType: `${kinds}compositeWithTrainedAlgorithmicMedia`,
        softwareAgent: 'Example Sky Filler 3',
      },
    ];
    signFile(source, path, 'image/jpeg', authority, actions, offlineSettings([]));
    return null;
  } catch (error) {
    return `needs openssl and the C2PA engine (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`;
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/** A slow pan over the picture, with a hum. */
function pan(path: string, original: string): Promise<string | null> {
  return ffmpeg(
    path,
    ...['-loop', '1', '-framerate', '24', '-t', '3', '-i', original],
    ...['-f', 'lavfi', '-t', '3', '-i', 'sine=frequency=196:sample_rate=32000'],
    ...['-vf', 'crop=1080:720:x=n*2.5:y=60,scale=540:360,format=yuv420p'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '27', '-g', '24', '-c:a', 'aac', '-b:a', '48k'],
    ...['-metadata', 'creation_time=2025-06-14T17:44:00Z', '-movflags', '+faststart'],
  );
}

/** Waves on a shore; in the middle the recording was cut and goes on in another place. */
function sound(path: string): Promise<string | null> {
  return ffmpeg(
    path,
    ...['-f', 'lavfi', '-t', '3', '-i', 'anoisesrc=sample_rate=22050:amplitude=0.5:color=brown:seed=5'],
    ...['-f', 'lavfi', '-t', '2', '-i', 'anoisesrc=sample_rate=22050:amplitude=0.3:color=pink:seed=6'],
    ...['-filter_complex', '[0:a]tremolo=f=0.3:d=0.8[a];[a][1:a]concat=n=2:v=0:a=1', '-c:a', 'pcm_s16le'],
  );
}

async function ffmpeg(path: string, ...args: readonly string[]): Promise<string | null> {
  const program = await findProgram('ffmpeg');
  if (!program.found) return program.remedy.en;
  // Bit-exact flags leave out what changes from run to run.
  const exact = ['-fflags', '+bitexact', '-flags', '+bitexact', '-threads', '1'];
  try {
    await run(program.path, ['-v', 'error', '-nostdin', '-y', ...args, ...exact, path], { timeout: 60_000 });
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[1] ?? error.message) : String(error);
  }
}

/** A zero-width space, a Cyrillic letter in a Latin word and a turned reading direction: none can be seen. */
const caption = `Evening at the lake\n\nTaken on 14 June 2025 with a Lumen F2. The c\u0430bin on the right has stood empty\u200b since spring.\n\n湖畔黄昏\n\n2025年6月14日用 Lumen F2 拍摄。右侧的小屋自春天起无人居住。\n\nFile: \u202egpj.ekal\u202c\n`;
