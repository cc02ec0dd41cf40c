import type { Box } from './bmff.ts';
import type { ByteReader } from './byte-reader.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).map((name) => name.padEnd(4)));

/** Boxes that begin with version and flags (ISO/IEC 14496-12, 14496-15, 23008-12, QuickTime). */
export const fullBoxes = words(`mvhd tkhd mdhd hdlr vmhd smhd hmhd nmhd sthd dref url urn stsd stts ctts cslg
  stsc stsz stz2 stco co64 stss stsh padb stdp sdtp sbgp sgpd subs saiz saio elst mehd trex mfhd tfhd trun tfdt
  tfra mfro sidx ssix prft emsg leva iloc iinf infe pitm iref ipro ispe pixi auxC ipma kind elng cprt tsel schm
  pssh tenc senc gmin xml bxml mere fiin fpar altr ster`);

export const metadataBoxes = words(
  'udta meta ilst keys Exif XMP_ xml bxml jumb jumd json cbor c2sh bidb bfdb cprt loci brob Xtra mime ID32 emsg',
);

/** Nothing but boxes inside. */
const plain = words(`moov trak edts mdia minf dinf stbl mvex moof traf mfra udta ilst iprp ipco sinf rinf schi
  jumb jp2h res tref asoc uinf gmhd wave clip matt tapt strk strd meco grpl hnti hinf rmra rmda sv3d proj envl`);

/** Sample entries of pictures. */
export const visual =
  words(`avc1 avc2 avc3 avc4 hvc1 hev1 hvc2 vvc1 vvi1 av01 vp08 vp09 mp4v encv s263 mjp2 jpeg mjpa
  mjpb apcn apch apcs apco ap4h ap4x dvh1 dvhe dav1 dva1 AVdn AVdh png rle SVQ1 SVQ3 cvid h263 v210 2vuy DIVX
  XVID jxs1 hev2 lhv1 lhe1 svc1 mvc1 CFHD`);
const audio = words(`mp4a ac-3 ec-3 ac-4 Opus fLaC alac samr sawb enca lpcm sowt twos in24 in32 fl32 fl64 ulaw
  alaw ima4 mha1 mhm1 dtsc dtse dtsh dtsl mlpa .mp3 iamf`);

/** Offset of the first child box from the body, or null for a box without children. */
export function childrenOffset(reader: ByteReader, box: Box, parent: string): number | null {
  const { type, body, end } = box;
  const room = end - body;
  if (plain.has(type)) return 0;
  if (type === 'meta') {
    // a full box in ISO files, a plain atom in QuickTime: the handler tells which
    return room >= 8 && reader.latin1(body + 4, 4) === 'hdlr' ? 0 : 4;
  }
  if (type === 'iref') return 4;
  if (type === 'dref' || type === 'stsd') return 8;
  if (type === 'iinf') return room >= 4 && reader.u8(body) === 0 ? 6 : 8;
  if (parent === 'ilst') return room >= 8 ? 0 : null;
  if (parent === 'stsd') {
    if (visual.has(type)) return room > 78 ? 78 : null;
    if (audio.has(type)) {
      const version = room >= 10 ? reader.u16(body + 8) : 0;
      // QuickTime sound descriptions of version 1 and 2 are longer
      const offset = 28 + (version === 1 ? 16 : version === 2 ? 36 : 0);
      return room > offset ? offset : null;
    }
  }
  return null;
}

const users = new Map<string, string>([
  ['d8fec3d61b0e483c92975828877ec481', 'C2PA'],
  ['be7acfcb97a942e89c71999491e3afac', 'XMP'],
  ['ffcc8263f8554a938814587a02521fdd', 'Spherical-Video-V1'],
  ['85c0b687820f11e08111f4ce462b6a48', 'Canon'],
  ['eaf42b5e1c984b88b9fbb7dc406e4d16', 'Canon-preview'],
  ['5766b829bb6a47c5bcfb8b9f2260d06d', 'Canon-CMT'],
  ['50524f4621d24fcebb88695cfac9c740', 'Sony-PROF'],
  ['55534d5421d24fcebb88695cfac9c740', 'Sony-USMT'],
  ['b14bf8bd083d4b43a5ae8cd7d5a6ce03', 'GeoTIFF'],
  ['6d1d9b0542d544e680e2141daff757b2', 'PIFF-tfxd'],
  ['d4807ef2ca3946958e5426cb9e46a79f', 'PIFF-tfrf'],
  ['a2394f525a9b4f14a2446c427c648df4', 'PIFF-senc'],
  ['d08a4f1810f34a82b6c832d8aba183d3', 'PIFF-pssh'],
  ['33c7a4d2b81d4723a0baf1a3e097ad38', 'IPTC'],
  ['05376705f9be11d085af00a0244bd1c0', 'Exif'],
  ['4a706754696666457869662d3e4a5032', 'Exif-JP2'],
  ['0537cdab9d0c4431a72afa561f2a113e', 'Exif-Adobe'],
]);

/** Name and dashed form of a user type; unknown ones by their UUID alone. */
export function uuidName(bytes: Buffer): string {
  const text = bytes.toString('hex');
  const dashed = text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const name = users.get(text);
  return name === undefined ? dashed : `${name} ${dashed}`;
}
