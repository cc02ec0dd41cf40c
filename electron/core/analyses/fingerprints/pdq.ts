import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { type Dihedral, dihedrals, hammingDistance, pdq } from '#shared/numeric/pdq.ts';
import { hasTransparency, luminance } from '#shared/numeric/plane.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { decodeEvidence, type StillImage } from '../../media/image.ts';
import { guide } from '../../trace/guides/pdq.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Hashes = z.object(
  Object.fromEntries(dihedrals.map((dihedral) => [dihedral, Hash])) as Record<Dihedral, typeof Hash>,
);

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  /** Exif orientation 1…8. */
  orientation: z.number().int(),
  /** The dihedral that shows the image upright according to its orientation tag. */
  upright: z.enum(dihedrals),
  /** One entry; two when the image is transparent and white and black ground give different hashes. */
  hashes: z
    .array(
      z.object({ ground: z.enum(['none', 'white', 'black']), quality: z.number().int(), values: Hashes }),
    )
    .min(1),
});
type Result = z.infer<typeof Result>;

/** Hashes of lower quality should not be matched (PDQ README of ThreatExchange). */
const leastQuality = 50;
/** Two grounds are kept apart from this distance on. */
const groundDistance = 10;

const formats: ReadonlySet<MediaFormat> = new Set([
  'jpeg',
  'png',
  'gif',
  'webp',
  'tiff',
  'avif',
  'heif',
  'svg',
]);

/** Exif orientation to the dihedral that turns stored pixels upright (CIPA DC-008, tag 0x0112). */
const uprightBy: readonly Dihedral[] = [
  'original',
  'original',
  'flip-y',
  'rotate-180',
  'flip-x',
  'flip-plus-1',
  'rotate-270',
  'flip-minus-1',
  'rotate-90',
];

const limits: Localized[] = [
  localized(
    'Survives re-encoding, re-scaling and mild tone changes. Crops, borders, overlays, screenshots and rotations of more than about one degree change it beyond recognition.',
    '可承受重新编码、缩放和轻微的色调变化。裁剪、加边框、叠加、截屏以及约一度以上的旋转会使其无法匹配。',
  ),
  localized(
    'Hashes are equal between programs only for equal decoded pixels; other decoders or a shrink beforehand move some bits (up to 10 is tolerated at quality 80 and more).',
    '只有解码像素相同时，不同程序的哈希才相等；不同的解码器或预先缩小会改变若干比特（质量不低于 80 时允许相差至多 10 位）。',
  ),
  localized(
    'Collisions and evasions can be made on purpose: a match is a lead, to be confirmed by eye.',
    '碰撞与规避均可人为制造：匹配只是线索，须由人眼确认。',
  ),
  localized(
    'Of an animation or a file with several pages only the first is hashed.',
    '动画或多页文件仅计算第一帧（页）。',
  ),
];

/** PDQ, the perceptual hash shared by platforms and hash-sharing programmes. */
export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'fingerprints.pdq',
  version: 1,
  title: localized('PDQ image fingerprint', 'PDQ 图像指纹'),
  summary: localized(
    'A 256-bit code of what the image looks like, with the codes of its seven turned and mirrored forms, for finding copies.',
    '表示图像外观的 256 位编码，并附其七种旋转和镜像形式的编码，用于查找副本。',
  ),
  guide,
  reference: {
    cite: 'Facebook, The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm, ThreatExchange 2019',
    url: 'https://github.com/facebook/ThreatExchange/blob/main/hashing/hashing.pdf',
    limits,
  },
  engines: ['sharp', 'heif'],
  appliesTo: ({ format }) =>
    formats.has(format) || localized('Only for still images that can be decoded', '仅适用于可解码的静态图像'),
  parameters: z.strictObject({}),
  result: Result,

  async run({ evidence, limits: allowed, progress }): Promise<Answer<Result>> {
    const decoded = await decodeEvidence(evidence, allowed);
    if (!decoded.ok) return { outcome: 'undetermined', reason: decoded.reason };
    const { image } = decoded;
    progress(0.5);
    const { width, height, orientation } = image;
    const upright = uprightBy[orientation] ?? 'original';
    return {
      outcome: 'found',
      warnings: image.warnings,
      result: { width, height, orientation, upright, hashes: hashesOf(image) },
    };
  },

  figures,
  interpret,
});

function hashesOf(image: StillImage): Result['hashes'] {
  const entry = (ground: 'none' | 'white' | 'black', level: number) => {
    const { hashes, quality } = pdq(luminance(image, level));
    return { ground, quality, values: hashes };
  };
  if (!hasTransparency(image)) return [entry('none', 255)];
  const white = entry('white', 255);
  const black = entry('black', 0);
  const apart = hammingDistance(white.values.original, black.values.original) > groundDistance;
  return apart ? [white, black] : [white];
}

const groundWords: Readonly<Record<'none' | 'white' | 'black', Localized>> = {
  none: localized('opaque', '不透明'),
  white: localized('on white', '白底'),
  black: localized('on black', '黑底'),
};

const dihedralWords: Readonly<Record<Dihedral, Localized>> = {
  original: localized('as stored', '按存储方向'),
  'rotate-90': localized('turned 90° anticlockwise', '逆时针旋转 90°'),
  'rotate-180': localized('turned 180°', '旋转 180°'),
  'rotate-270': localized('turned 90° clockwise', '顺时针旋转 90°'),
  'flip-x': localized('upside down (mirrored top to bottom)', '上下翻转'),
  'flip-y': localized('mirrored left to right', '左右镜像'),
  'flip-plus-1': localized('transposed', '沿主对角线翻转'),
  'flip-minus-1': localized('transposed along the other diagonal', '沿副对角线翻转'),
};

function figures({ hashes, upright }: Result): Figure[] {
  const first = hashes[0]!;
  return [
    { kind: 'scalar', id: 'hash', title: localized('PDQ hash', 'PDQ 哈希'), value: first.values.original },
    {
      kind: 'scalar',
      id: 'quality',
      title: localized('Quality', '质量'),
      value: first.quality,
      unit: '/100',
      note: localized('Below 50 a hash should not be matched', '低于 50 的哈希不应用于匹配'),
    },
    {
      kind: 'table',
      id: 'dihedrals',
      title: localized('Hashes of the turned and mirrored forms', '旋转与镜像形式的哈希'),
      columns: [
        { key: 'form', title: localized('Form', '形式'), align: 'start', code: false },
        { key: 'ground', title: localized('Ground', '底色'), align: 'start', code: false },
        { key: 'hash', title: localized('Hash', '哈希'), align: 'start', code: true },
        {
          key: 'upright',
          title: localized('Upright by orientation tag', '按方向标记为正'),
          align: 'start',
          code: false,
        },
      ],
      rows: hashes.flatMap(({ ground, values }) =>
        dihedrals.map((dihedral) => ({
          cells: [
            dihedralWords[dihedral],
            groundWords[ground],
            values[dihedral],
            dihedral === upright ? '✓' : '',
          ],
        })),
      ),
    },
  ];
}

function interpret({ hashes }: Result): Finding[] {
  const best = Math.max(...hashes.map(({ quality }) => quality));
  const common = { bearing: 'informational', strength: 'none', innocent: [] } as const;
  if (best >= leastQuality) {
    return [
      {
        ...common,
        innocent: [],
        code: 'fingerprint.usable',
        statement: localized(
          `The image can be traced by appearance: PDQ quality ${best} of 100.`,
          `该图像可凭外观追溯：PDQ 质量 ${best}（满分 100）。`,
        ),
        limits,
        figures: ['hash', 'quality', 'dihedrals'],
      },
    ];
  }
  return [
    {
      ...common,
      innocent: [],
      code: 'fingerprint.unusable',
      statement: localized(
        `The image has too little structure for PDQ (quality ${best} of 100, least 50): it is not traceable by this code, and a search that finds nothing means nothing.`,
        `图像结构过少，不适合 PDQ（质量 ${best}，最低 50）：无法凭此编码追溯，检索无结果也不说明任何问题。`,
      ),
      limits,
      figures: ['hash', 'quality'],
    },
  ];
}
