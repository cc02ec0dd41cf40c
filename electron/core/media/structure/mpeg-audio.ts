import { addTagAtEnd, addTagAtStart } from './audio-tags.ts';
import type { Part } from './layout.ts';
import { adtsFrame, mpegAudioFrame } from './mpeg-audio-frame.ts';
import type { Scan } from './scan.ts';

/** MPEG audio (MP1, MP2, MP3) and AAC in ADTS: tags, runs of frames, what lies between them. */
export async function readMpegAudio(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  const first = addTagAtStart(scan, parent, start, end);
  const limit = addTagAtEnd(scan, parent, first, end);
  const frameAt = adtsFrame(reader, first) > 0 ? adtsFrame : mpegAudioFrame;
  const isFrame = (at: number) => {
    const length = frameAt(reader, at);
    // two in a row, since eleven bits of sync occur by chance
    return length > 0 && (at + length >= limit || frameAt(reader, at + length) > 0) ? length : 0;
  };
  let position = first;
  let frames = 0;
  while (position < limit) {
    const begin = position;
    let count = 0;
    for (let length = count === 0 ? isFrame(position) : 0; length > 0 && position < limit; ) {
      await scan.pulse(position);
      count += 1;
      if (position + length > limit) layout.problem('truncated', limit, position + length - limit, 'frame');
      position = Math.min(limit, position + length);
      length = frameAt(reader, position);
    }
    if (count > 0) addRun(scan, parent, begin, position, frames, count);
    frames += count;
    if (position >= limit) break;
    const gap = position;
    position = await nextFrame(scan, position + (count > 0 ? 0 : 1), limit, isFrame);
    const zero = reader.filled(0, gap, position);
    layout.add(
      parent,
      zero ? 'padding' : 'between frames',
      gap,
      position - gap,
      zero ? 'padding' : 'unexplained',
      { flag: 'notice' },
    );
    if (!zero) layout.problem('malformed', gap, position - gap, 'no frame');
  }
  if (frames === 0) layout.problem('missing', first, 0, 'frames');
  parent.detail = `${frames} frames`;
  return end;
}

async function nextFrame(
  scan: Scan,
  start: number,
  limit: number,
  isFrame: (at: number) => number,
): Promise<number> {
  for (let at = start; at < limit; at += 1) {
    at = scan.reader.find(0xff, at, limit);
    if (at < 0) return limit;
    if (isFrame(at) > 0) return at;
    await scan.pulse(at);
  }
  return limit;
}

/** Frames without anything between them are one part; an encoder's information frame is shown apart. */
function addRun(scan: Scan, parent: Part, start: number, end: number, first: number, count: number): void {
  const { reader, layout } = scan;
  const run = layout.add(
    parent,
    count === 1 ? `frame ${first}` : `frames ${first}–${first + count - 1}`,
    start,
    end - start,
    'content',
  );
  if (first !== 0) return;
  const head = reader.latin1(start, Math.min(240, end - start));
  const place = /Xing|Info|VBRI/.exec(head)?.index;
  if (place === undefined || place > 40) return;
  const encoder = /(LAME|Lavf|Lavc|GOGO|Gogo)[\x20-\x7e]{0,12}/.exec(head)?.[0];
  const length = mpegAudioFrame(reader, start);
  layout.add(
    run,
    `information frame ${head.slice(place, place + 4)}`,
    start,
    Math.min(length, end - start),
    'metadata',
    { detail: encoder },
  );
}
