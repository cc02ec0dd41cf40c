import { visual } from '../../media/structure/bmff-boxes.ts';
import { type BoxesEnd, boxesIn, childrenOf, type FileBox } from '../bmff/boxes.ts';
import { isLiteralLabel, readItems, readLiteral, readUserText, xmpUser } from '../bmff/texts.ts';
import { writeBmff } from '../bmff/write.ts';
import { defineCarrier } from '../define.ts';
import { damaged } from '../gathering.ts';
import { readId3 } from '../id3/read.ts';
import { addXmp, readSource, type Source, step } from '../source.ts';

/** ISO base media files and QuickTime: metadata lists, user data, XMP, spherical video. */
export const carrier = defineCarrier({
  id: 'bmff',
  formats: ['mp4', 'mov', 'm4a', 'mp4-fragment'],
  places: [
    'moov/udta/meta keys',
    'moov/meta keys',
    'meta mdir',
    'moov/udta',
    'moov/trak',
    'uuid XMP',
    'moof',
  ],
  read(reader, signal) {
    let panorama = false;
    const reading = readSource(reader, signal, (source) => {
      panorama = readFile(source);
    });
    return panorama ? { ...reading, panorama } : reading;
  },
  writes: ['text', 'xmp'],
  write: writeBmff,
});

/** Google's Spherical Video V1 (RDF in a user box of the track) and V2 (`sv3d`), and Apple's `prji`. */
const sphericalUser = 'ffcc8263f8554a938814587a02521fdd';
const roundProjections: ReadonlySet<string> = new Set(['equi', 'hequ', 'fish', 'cbmp']);
const DEPTH = 16;

/** Boxes worth looking into; sample tables are long and hold no texts. */
const containers: ReadonlySet<string> = new Set(
  'moov trak mdia minf stbl stsd moof traf udta vexu proj'.split(' '),
);

/** @returns is it a 360° film? */
function readFile(source: Source): boolean {
  const { reader, gathering } = source;
  const state = { panorama: false };
  let movie = false;
  const ended = each(source, boxesIn(reader, 0, reader.size, ''), (box) => {
    if (box.missing > 0)
      damaged(gathering, `box ${box.type} at offset ${box.start} lacks ${box.missing} bytes`);
    if (box.type === 'moov' || box.type === 'moof') movie = true;
    visit(source, box, '', state, 0);
  });
  if (ended.problem !== null) damaged(gathering, ended.problem);
  if (!movie && source.parts > 0) damaged(gathering, 'no moov and no moof box');
  return state.panorama;
}

function each(source: Source, boxes: Generator<FileBox, BoxesEnd>, look: (box: FileBox) => void): BoxesEnd {
  let next = boxes.next();
  for (; next.done !== true; next = boxes.next()) {
    if (!step(source)) return { at: next.value.start, problem: null };
    look(next.value);
  }
  return next.value;
}

function visit(
  source: Source,
  box: FileBox,
  path: string,
  state: { panorama: boolean },
  depth: number,
): void {
  const { reader, gathering } = source;
  const { type, body, end, user } = box;
  const parent = path.slice(path.lastIndexOf('/') + 1);
  const inner = path === '' ? type : `${path}/${type}`;
  if (type === 'meta') {
    for (const other of readItems(source, box, path)) {
      if (other.type !== 'meta') visitLeaf(source, other, inner, state);
    }
    return;
  }
  if (type === 'cmov') {
    damaged(gathering, `the movie header at offset ${box.start} is compressed, and was not unpacked`);
    return;
  }
  if (user !== '' || !isContainer(type, parent)) {
    visitLeaf(source, box, path, state);
    return;
  }
  if (depth >= DEPTH) {
    damaged(gathering, `boxes are nested deeper than ${DEPTH} at offset ${box.start}`);
    return;
  }
  const apple = type === 'vexu' || type === 'proj';
  const children = apple ? boxesIn(reader, body, end, type) : childrenOf(reader, box, parent);
  const ended = each(source, children, (child) => {
    if (child.missing > 0)
      damaged(gathering, `box ${child.type} at offset ${child.start} runs past its parent`);
    visit(source, child, inner, state, depth + 1);
  });
  if (ended.problem !== null && parent !== 'stsd') damaged(gathering, ended.problem);
}

const isContainer = (type: string, parent: string): boolean =>
  containers.has(type) || (parent === 'stsd' && visual.has(type));

function visitLeaf(source: Source, box: FileBox, path: string, state: { panorama: boolean }): void {
  const { reader } = source;
  const { type, body, end, user } = box;
  if (user === xmpUser) addXmp(source, path === '' ? 'uuid XMP' : `${path} uuid XMP`, [body, end - body]);
  else if (user === sphericalUser) {
    const text = reader.latin1(body, Math.min(64 * 1024, end - body));
    if (/<GSpherical:Spherical>\s{0,20}true/i.test(text)) state.panorama = true;
  } else if (type === 'sv3d') state.panorama = true;
  else if (type === 'prji' && end - body >= 8)
    state.panorama ||= roundProjections.has(reader.latin1(body + 4, 4));
  else if (path.endsWith('udta') || path === 'udta') readUserText(source, box, path);
  else if (isLiteralLabel(type)) readLiteral(source, box, path);
  else if (type === 'XMP_') addXmp(source, `${path} XMP_`, [body, end - body]);
  // an ID3v2 tag behind version, flags and language
  else if (type === 'ID32' && end - body > 6) readId3(source, body + 6, end);
}
