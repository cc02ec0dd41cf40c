import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock, ReportBlockOf } from '#shared/domain/report.ts';
import { formatBytes, formatDuration } from '#shared/text/format.ts';
import type { ReportItem } from '../input.ts';
import {
  column,
  heading,
  keyValues,
  note,
  row,
  type Section,
  type SectionContext,
  table,
} from '../section.ts';

const text = {
  size: localized('Size', '大小'),
  sizeBytes: localized('{bytes} bytes ({short})', '{bytes} 字节（{short}）'),
  format: localized('Format by content', '按内容识别的格式'),
  extension: localized('Name extension', '扩展名'),
  fits: localized('fits the content', '与内容相符'),
  unfit: localized('does not fit the content', '与内容不符'),
  none: localized('none', '无'),
  dimensions: localized('Stored size', '存储尺寸'),
  pixels: localized('{width} × {height} pixels', '{width} × {height} 像素'),
  frames: localized('Frames or pages', '帧数或页数'),
  duration: localized('Duration', '时长'),
  nameBytes: localized('Name as stored, bytes', '名称的原始字节'),
  file: localized('whole file', '整个文件'),
  pixelsOf: localized('decoded pixels', '解码后的像素'),
  pcm: localized('decoded sound samples', '解码后的音频样本'),
  framesOf: localized('decoded frames', '解码后的视频帧'),
  textOf: localized('text', '文本'),
  method: localized('Content hash made by: {method}', '内容哈希的生成方法：{method}'),
  contentUnknown: localized(
    'Hash of the decoded content: undetermined. {reason}',
    '解码内容的哈希值：无法确定。{reason}',
  ),
  acquisitions: localized('Acquisitions', '获取记录'),
  acquired: localized('Acquired', '获取时间'),
  how: localized('How', '方式'),
  path: localized('Path', '路径'),
  modified: localized('Source modified', '源文件修改时间'),
  by: localized('By', '获取人'),
  preview: localized('Preview of exhibit {number}', '检材 {number} 的预览图'),
  previewAlt: localized(
    'Reduced picture of exhibit {number}, {width} × {height} pixels, for recognition only.',
    '检材 {number} 的缩小图，{width} × {height} 像素，仅供辨认。',
  ),
  previewSource: localized('made for recognition, not for examination', '仅供辨认，不用于检验'),
  identity: localized(
    'The exhibit is addressed by its SHA-256. It was hashed while it was copied, read back, compared and made read-only.',
    '检材以其 SHA-256 标识。复制时即计算哈希值，写入后重新读取核对，并设为只读。',
  ),
} as const;

const contentOf = { pixels: text.pixelsOf, pcm: text.pcm, frames: text.framesOf, text: text.textOf } as const;

export const section: Section = {
  id: 'items',
  title: localized('Exhibits and their identity', '检材及其同一性'),
  blocks(context) {
    return [note(context.say(text.identity)), ...context.items.flatMap((item) => itemBlocks(item, context))];
  },
};

function itemBlocks(item: ReportItem, context: SectionContext): ReportBlock[] {
  const { say } = context;
  const { content } = item.evidence;
  const blocks: ReportBlock[] = [heading(2, context.exhibit(item))];
  if (item.preview !== undefined) blocks.push(preview(item, item.preview, context));
  blocks.push(facts(item, context), hashes(item, context));
  if (content.state === 'known') blocks.push(note(say(text.method, { method: content.method })));
  if (content.state === 'undetermined') {
    const reason = content.reason[context.input.language];
    blocks.push({
      kind: 'warning',
      tone: 'warning',
      text: say(text.contentUnknown, { reason }),
      details: [],
    });
  }
  return [...blocks, acquisitions(item, context)];
}

function facts({ evidence }: ReportItem, { say, word, count, input }: SectionContext): ReportBlock {
  const { media } = evidence;
  const entries: [string, string, 'code'?][] = [
    [
      say(text.size),
      say(text.sizeBytes, { bytes: count(evidence.size), short: formatBytes(evidence.size, input.language) }),
    ],
    [say(text.format), `${word(`kind.${media.kind}`)}, ${media.format} (${media.mime})`],
    [
      say(text.extension),
      say(media.extensionFits === null ? text.none : media.extensionFits ? text.fits : text.unfit),
    ],
  ];
  if (media.width !== undefined && media.height !== undefined) {
    entries.push([
      say(text.dimensions),
      say(text.pixels, { width: count(media.width), height: count(media.height) }),
    ]);
  }
  if (media.frames !== undefined && media.frames > 1) entries.push([say(text.frames), count(media.frames)]);
  if (media.durationSeconds !== undefined) {
    entries.push([say(text.duration), formatDuration(media.durationSeconds, input.language)]);
  }
  entries.push([say(text.nameBytes), evidence.nameBytes, 'code']);
  return keyValues(entries);
}

function hashes({ evidence }: ReportItem, { say }: SectionContext): ReportBlockOf<'hashList'> {
  const { content } = evidence;
  const entries = [
    { algorithm: 'SHA-256', of: say(text.file), value: evidence.sha256 },
    { algorithm: 'SHA-512', of: say(text.file), value: evidence.sha512 },
  ];
  if (content.state === 'known') {
    entries.push({ algorithm: 'SHA-256', of: say(contentOf[content.of]), value: content.sha256 });
  }
  return { kind: 'hashList', entries };
}

function acquisitions({ evidence }: ReportItem, { say, word, date }: SectionContext): ReportBlock {
  const columns = [
    column(say(text.acquired)),
    column(say(text.how)),
    column(say(text.path), 'code'),
    column(say(text.modified)),
    column(say(text.by)),
  ];
  const rows = evidence.acquisitions.map((acquisition) =>
    row(
      date(acquisition.acquiredAt),
      word(`facts.how.${acquisition.how}`),
      acquisition.path,
      acquisition.modifiedAt === null ? '—' : date(acquisition.modifiedAt),
      acquisition.actor,
    ),
  );
  return table(say(text.acquisitions), columns, rows);
}

function preview(
  { evidence }: ReportItem,
  { sha256, width, height }: NonNullable<ReportItem['preview']>,
  { say }: SectionContext,
): ReportBlock {
  const number = String(evidence.number);
  return {
    kind: 'figure',
    number: `${number}-0`,
    anchor: `figure-${number}-0`,
    title: say(text.preview, { number }),
    alt: say(text.previewAlt, { number, width, height }),
    source: say(text.previewSource),
    parts: [{ as: 'picture', picture: { key: `preview/${evidence.sha256}`, sha256, width, height } }],
  };
}
