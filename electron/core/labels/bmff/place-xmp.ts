import type { XmpAssignment } from '../define.ts';
import { Refusal } from '../refusal.ts';
import { mergeXmp } from '../xmp-merge.ts';
import { childList, type FileBox, makeBox } from './boxes.ts';
import { xmpUser } from './texts.ts';
import type { Movie, Placed } from './write.ts';

const PACKET = 16 * 1024 * 1024;

/**
 * Put properties into the XMP packet. A packet stays where it stands; a new one goes into the user box of XMP
 * (XMP specification part 3, 1.2.7.1) behind the last box, where it moves nothing. Random-access boxes must end a
 * file (ISO/IEC 14496-12, 8.8.9), and nothing can follow a box without a size: then it goes in front of them.
 */
export function placeXmp(movie: Movie, properties: readonly XmpAssignment[]): Placed {
  const { reader, top, moov } = movie;
  const found = existing(movie);
  if (found !== null) {
    const { box, inside, place } = found;
    if (box.end - box.body > PACKET)
      throw new Refusal('The XMP packet is too large to be changed', 'XMP 数据包过大，无法修改');
    const data = merged(reader.bytes(box.body, box.end - box.body), properties);
    return { place, edits: [{ from: box.body, to: box.end, data, inside: [...inside, box] }] };
  }
  const packet = merged(null, properties);
  const box = makeBox('uuid', Buffer.from(xmpUser, 'hex'), packet);
  const tail = top.findIndex(({ type, sizing }) => type === 'mfra' || sizing === 'open');
  const at = tail === -1 ? movie.end : top[tail]!.start;
  const inside: FileBox[] = [];
  if (at === moov.start && moov.sizing === 'open')
    throw new Refusal(
      'The last box of the file is a moov box without a size; repair the file first',
      '文件末尾的 moov 盒未写明大小，请先修复文件',
    );
  return { place: 'uuid XMP', edits: [{ from: at, to: at, data: box, inside }] };
}

function merged(packet: Uint8Array | null, properties: readonly XmpAssignment[]): Uint8Array {
  const answer = mergeXmp(packet, properties);
  if (!answer.ok) throw new Refusal(answer.reason.en, answer.reason['zh-CN']);
  return answer.packet;
}

function existing({
  reader,
  top,
  moov,
}: Movie): { readonly box: FileBox; readonly inside: readonly FileBox[]; readonly place: string } | null {
  const outer = top.find(({ user }) => user === xmpUser);
  if (outer !== undefined) return { box: outer, inside: [], place: 'uuid XMP' };
  const children = childList(reader, moov, '').boxes;
  const own = children.find(({ user }) => user === xmpUser);
  if (own !== undefined) return { box: own, inside: [moov], place: 'moov uuid XMP' };
  for (const udta of children.filter(({ type }) => type === 'udta')) {
    const box = childList(reader, udta, 'moov').boxes.find(({ type }) => type === 'XMP_');
    if (box !== undefined) return { box, inside: [moov, udta], place: 'moov/udta XMP_' };
  }
  return null;
}
