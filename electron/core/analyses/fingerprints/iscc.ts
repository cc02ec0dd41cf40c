import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { Localized, localized } from '#shared/domain/localized.ts';
import { defineAnalysis } from '../../analysis/define.ts';
import { decodeEvidence } from '../../media/image.ts';
import { guide } from '../../trace/guides/iscc.ts';
import { contentMedia, leastQuality } from '../../trace/iscc/content-unit.ts';
import { fileCode } from '../../trace/iscc/file-code.ts';
import type { MediaType } from '../../trace/iscc/header.ts';
import { isccReference } from '../../trace/iscc/reference.ts';
import { isccText, type Unit, unitText } from '../../trace/iscc/unit.ts';

const Code = z.string().regex(/^ISCC:[A-Z2-7]{10,68}$/);
const Digest = z.string().regex(/^[0-9a-f]{64}$/);

const Result = z.object({
  /** The composite ISCC-CODE: 64 bits of each unit. */
  code: Code,
  content: z
    .object({
      media: z.enum(['text', 'image', 'audio', 'video']),
      code: Code,
      digest: Digest,
      /** 0–100; what it measures depends on the medium. */
      quality: z.number().int(),
      /** Characters, pixels, Chromaprint numbers or frames that went in. */
      amount: z.number().int(),
    })
    .nullable(),
  /** Why a content unit that belongs there is missing. */
  missing: z.object({ code: z.string(), text: Localized, detail: z.string().optional() }).nullable(),
  data: z.object({ code: Code, digest: Digest, chunks: z.number().int() }),
  instance: z.object({ code: Code, digest: Digest }),
  size: z.number().int(),
});
type Result = z.infer<typeof Result>;
type Content = NonNullable<Result['content']>;

const written = (unit: Unit) => ({
  code: unitText(unit),
  digest: Buffer.from(unit.digest).toString('hex'),
});

/** The International Standard Content Code of a file. */
export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'fingerprints.iscc',
  version: 1,
  title: localized('ISCC content code (ISO 24138)', 'ISCC 内容码（ISO 24138）'),
  summary: localized(
    'The International Standard Content Code: what the file looks, sounds or reads like, which chunks of bytes it is made of, and which file it is, in a form that other programs and C2PA manifests use.',
    '国际标准内容码：以其他程序和 C2PA 清单通用的形式，表示文件的外观、声音或文字内容，所含的字节块，以及它是哪一个文件。',
  ),
  guide,
  reference: {
    ...isccReference,
    url: 'https://github.com/iscc/iscc-core',
  },
  engines: ['sharp', 'heif', 'ffmpeg'],
  appliesTo: (media) =>
    contentMedia(media) !== null ||
    localized(
      'Only for images, sounds, films and texts; for other files the code covers the bytes alone',
      '仅适用于图像、声音、视频和文本；对其他文件，该码仅涵盖其字节',
    ),
  parameters: z.strictObject({}),
  result: Result,

  async run({ evidence, limits, progress, signal }) {
    const { path, media } = evidence;
    const context = { limits, progress, signal };
    const made = await fileCode({ path, media, context, decode: () => decodeEvidence(evidence, limits) });
    const { content, missing, warnings, chunks, size } = made;
    const result: Result = {
      code: isccText(made.code),
      content:
        content === null
          ? null
          : {
              media: content.unit.media as Exclude<MediaType, 'mixed'>,
              ...written(content.unit),
              quality: content.quality,
              amount: content.amount,
            },
      missing,
      data: { ...written(made.data), chunks },
      instance: written(made.instance),
      size,
    };
    // The bytes have their units in any case, which is worth showing also where the content has none.
    if (missing !== null)
      return { outcome: 'undetermined', reason: missing, result, warnings: [...warnings] };
    return { outcome: 'found', warnings: [...warnings], result };
  },

  figures,
  interpret,
});

const unitWords = {
  text: localized('Text-Code', '文本码'),
  image: localized('Image-Code', '图像码'),
  audio: localized('Audio-Code', '音频码'),
  video: localized('Video-Code', '视频码'),
  data: localized('Data-Code', '数据码'),
  instance: localized('Instance-Code', '实例码'),
} as const;

const sources: Readonly<Record<Content['media'], (amount: number) => Localized>> = {
  text: (amount) =>
    localized(
      `${amount} characters without spaces, marks and punctuation`,
      `${amount} 个字符（不含空白、附加符号与标点）`,
    ),
  image: (amount) =>
    localized(`${amount} pixels, reduced to 32 × 32 grey levels`, `${amount} 个像素，缩小为 32 × 32 灰度`),
  audio: (amount) => localized(`${amount} Chromaprint numbers`, `${amount} 个 Chromaprint 数值`),
  video: (amount) =>
    localized(`${amount} MPEG-7 frame signatures, five a second`, `${amount} 个 MPEG-7 帧签名，每秒五个`),
};

/** What of the way from the file to the numbers is this program's own. */
const ownSteps: Readonly<Record<Content['media'], Localized>> = {
  text: localized(
    'Ours: how text is taken out of a document. The reference uses Apache Tika, which may take out more or less of headers, notes and tables.',
    '本程序自行处理：从文档中提取文本的方式。参考实现使用 Apache Tika，对页眉、注释和表格的取舍可能不同。',
  ),
  image: localized(
    'Turning upright, white ground, cutting borders, grey and reduction follow iscc-sdk to the bit; decoding is ours (HEIF, AVIF and SVG may differ, 16-bit samples are cut to 8).',
    '扶正、铺白底、裁边、转灰度和缩小均与 iscc-sdk 逐位一致；解码由本程序完成（HEIF、AVIF 和 SVG 可能有差异，16 位样本截取为 8 位）。',
  ),
  audio: localized(
    'Ours: decoding and resampling to 11,025 Hz by FFmpeg. The reference uses fpcalc, whose resampler may move single bits.',
    '本程序自行处理：由 FFmpeg 解码并重采样至 11,025 Hz。参考实现使用 fpcalc，其重采样器可能使个别比特不同。',
  ),
  video: localized(
    'Frame signatures are made by FFmpeg as iscc-sdk makes them; another build or another container of the same film may move single bits.',
    '帧签名由 FFmpeg 按 iscc-sdk 的方式生成；换用其他版本，或同一影片采用其他封装，可能使个别比特不同。',
  ),
};

function figures(result: Result): Figure[] {
  const { content, data, instance } = result;
  const row = (name: keyof typeof unitWords, code: string, digest: string, from: Localized) => ({
    cells: [unitWords[name], code, digest, from],
  });
  return [
    { kind: 'scalar', id: 'code', title: localized('ISCC-CODE', 'ISCC 码'), value: result.code },
    {
      kind: 'table',
      id: 'units',
      title: localized('Units, 256 bits each', '各单元（每个 256 位）'),
      columns: [
        { key: 'unit', title: localized('Unit', '单元'), align: 'start', code: false },
        { key: 'code', title: localized('Code', '编码'), align: 'start', code: true },
        {
          key: 'bits',
          title: localized('Bits, hexadecimal', '比特（十六进制）'),
          align: 'start',
          code: true,
        },
        { key: 'from', title: localized('Made from', '来源'), align: 'start', code: false },
      ],
      rows: [
        ...(content === null
          ? []
          : [row(content.media, content.code, content.digest, sources[content.media](content.amount))]),
        row(
          'data',
          data.code,
          data.digest,
          localized(`${data.chunks} chunks of bytes`, `${data.chunks} 个字节块`),
        ),
        row(
          'instance',
          instance.code,
          instance.digest,
          localized(`BLAKE3 of ${result.size} bytes`, `${result.size} 字节的 BLAKE3 摘要`),
        ),
      ],
    },
    ...(content === null
      ? []
      : [
          {
            kind: 'scalar' as const,
            id: 'quality',
            title: localized('Quality of the content unit', '内容单元质量'),
            value: content.quality,
            unit: '/100',
            note: localized(
              `Below ${leastQuality} the unit is not searched for`,
              `低于 ${leastQuality} 的单元不参与检索`,
            ),
          },
        ]),
  ];
}

const common = { bearing: 'informational', strength: 'none', innocent: [] } as const;

function interpret(result: Result): Finding[] {
  return [
    {
      ...common,
      innocent: [],
      code: 'iscc.code',
      statement: localized(
        `The content code of this file is ${result.code}.`,
        `该文件的内容码为 ${result.code}。`,
      ),
      limits: isccReference.limits,
      figures: ['code', 'units'],
    },
    ...contentFindings(result),
  ];
}

function contentFindings({ content, missing }: Result): Finding[] {
  if (content !== null) {
    const usable = content.quality >= leastQuality;
    const name = unitWords[content.media];
    return [
      {
        ...common,
        innocent: [],
        code: usable ? 'iscc.content' : 'iscc.content-unusable',
        statement: usable
          ? localized(
              `The ${name.en} can be searched for: quality ${content.quality} of 100.`,
              `${name['zh-CN']}可用于检索：质量 ${content.quality}（满分 100）。`,
            )
          : localized(
              `The ${name.en} says too little to be searched for (quality ${content.quality} of 100, least ${leastQuality}): the file is not traceable by this unit, and a search that finds nothing means nothing.`,
              `${name['zh-CN']}所含信息过少，不宜用于检索（质量 ${content.quality}，最低 ${leastQuality}）：无法凭此单元追溯该文件，检索无结果也不说明任何问题。`,
            ),
        limits: [ownSteps[content.media]],
        figures: ['units', 'quality'],
      },
    ];
  }
  if (missing === null) return [];
  const { en, 'zh-CN': chinese } = ended(missing.text);
  return [
    {
      ...common,
      innocent: [],
      code: 'iscc.content-undetermined',
      statement: localized(
        `The content unit is undetermined: ${en} The code covers the bytes only, and is not the one that a program with this unit gives.`,
        `内容单元未能确定：${chinese}该码仅涵盖字节，与含此单元的程序所给出的码不同。`,
      ),
      limits: [],
      figures: ['units'],
    },
  ];
}

/** Reasons are written with and without a full stop. */
function ended({ en, 'zh-CN': chinese }: Localized): Localized {
  return localized(`${en.replace(/\.$/, '')}.`, `${chinese.replace(/。$/, '')}。`);
}
