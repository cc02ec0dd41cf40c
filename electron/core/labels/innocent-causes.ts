import type { LabelPassage } from '#shared/domain/label-survival.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import { changedByDesign } from './by-design.ts';

/** Ordinary processing by which a label gets lost or changed, with where that was seen. */
interface Cause {
  readonly text: Localized;
  readonly cite: Localized;
  fits(labels: LabelPassage['labels'], before: Media, after: Media): boolean;
}

type Fates = LabelPassage['labels'];

const measured = localized(
  'measured with FFmpeg 5.1, see resources/docs/label-survival.md',
  '以 FFmpeg 5.1 实测，见 resources/docs/label-survival.md',
);
const film: ReadonlySet<MediaFormat> = new Set(['mp4', 'mov', 'm4a', 'mp4-fragment']);

function lost(labels: Fates, standards?: RegExp): boolean {
  return labels.some(({ fate, standard }) => fate === 'lost' && (standards?.test(standard) ?? true));
}

const causes: readonly Cause[] = [
  {
    text: localized(
      'A plain copy of the streams into MP4, MOV or M4A with FFmpeg drops keys it does not know, the AIGC label among them, and reports success',
      '使用 FFmpeg 将音视频流原样复制到 MP4、MOV 或 M4A 时，会丢弃其不认识的键（包括 AIGC 标识），且不报错',
    ),
    cite: measured,
    fits: (labels, before, after) => lost(labels) && film.has(after.format) && before.kind === after.kind,
  },
  {
    text: localized(
      'FFmpeg never writes the AIGC label into AVI or WAV, whatever the source held',
      '无论源文件是否带有标识，FFmpeg 都不会将 AIGC 标识写入 AVI 或 WAV',
    ),
    cite: measured,
    fits: (labels, _before, after) => lost(labels) && (after.format === 'avi' || after.format === 'wav'),
  },
  {
    text: localized(
      'Saving a picture anew without asking for metadata drops XMP, Exif and text chunks: most image libraries do so unless told otherwise',
      '重新保存图片时，若未要求保留元数据，XMP、Exif 和文本块会一并丢失；多数图像库默认如此',
    ),
    cite: localized(
      'sharp documentation, withMetadata; measured, see resources/docs/label-survival.md',
      'sharp 文档 withMetadata；已实测，见 resources/docs/label-survival.md',
    ),
    fits: (labels, before, after) => lost(labels) && before.kind === 'image' && after.kind === 'image',
  },
  {
    text: localized(
      'A screenshot is a new picture: it never carries the labels of what it shows',
      '截图是新的图片，不会带有所截内容的标识',
    ),
    cite: localized(
      'Measures for Labeling, Art. 6, foresees such copies',
      '《标识办法》第六条已预见此类副本',
    ),
    fits: (labels, before, after) =>
      lost(labels) && (before.kind === 'image' || before.kind === 'video') && after.kind === 'image',
  },
  {
    text: localized(
      'Platforms re-encode uploads; many remove metadata for privacy, and some put labels of their own in its place',
      '平台会对上传内容重新编码，许多平台出于隐私考虑移除元数据，有的则写入自己的标识',
    ),
    cite: localized(
      'Measures for Labeling, Art. 6, last paragraph; California B&P §22757.3.1 (from 2027-01-01)',
      '《标识办法》第六条末款；加利福尼亚州商业与职业法典第 22757.3.1 条（自 2027-01-01 起）',
    ),
    fits: (labels) => lost(labels),
  },
  {
    text: localized(
      'A Content Credential does not outlive software that does not know it: any save leaves it out',
      '不支持内容凭证的软件一旦保存文件，凭证即不复存在',
    ),
    cite: localized(
      'C2PA 2.2, 2.3 (trust model: removal is possible and not prevented)',
      'C2PA 2.2、2.3（信任模型：可以移除，且不加阻止）',
    ),
    fits: (labels) => lost(labels, /c2pa|credential/),
  },
  {
    text: localized(
      'A platform that spreads the content fills in its own name and number: the propagator’s fields of the label change by design',
      '传播平台会写入自己的名称和编号，标识中的传播者字段因此发生变化，属于规定的做法',
    ),
    cite: localized(
      'Measures for Labeling, Art. 6, last paragraph; GB 45438-2025, Annex E',
      '《标识办法》第六条末款；GB 45438-2025 附录 E',
    ),
    fits: (labels) => labels.some(changedByDesign),
  },
];

/** Those causes that fit what happened between two files. Never a statement that one of them was the cause. */
export function innocentCauses(labels: Fates, before: Media, after: Media): LabelPassage['innocent'] {
  return causes.filter(({ fits }) => fits(labels, before, after)).map(({ text, cite }) => ({ text, cite }));
}
