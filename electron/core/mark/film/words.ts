import { type Localized, localized } from '#shared/domain/localized.ts';

/** What is said of films that cannot be marked or read, and of copies. */

export function noFormat(format: string): Localized {
  return localized(
    `A mark can be put into MP4, QuickTime, Matroska, WebM and AVI films, not into ${format}.`,
    `数字水印可嵌入 MP4、QuickTime、Matroska、WebM 和 AVI 视频，不支持 ${format}。`,
  );
}

export const noPicture = localized('The film has no picture to mark.', '该视频没有可嵌入水印的画面。');

export const severalPictures = localized(
  'The film has several picture streams; mark each as a film of its own.',
  '该视频含有多个画面流；请分别作为独立视频嵌入水印。',
);

export const protectedFilm = localized(
  'The film is encrypted; it cannot be decoded here.',
  '该视频已加密，无法在此解码。',
);

export const interlaced = localized(
  'The film is interlaced, which encoding it again would not keep. Deinterlace it first.',
  '该视频为隔行扫描，重新编码无法保留。请先去隔行。',
);

export const dolbyVision = localized(
  'The film carries Dolby Vision data, which encoding it again would lose. Export an HDR10, HLG or standard version first.',
  '该视频带有杜比视界数据，重新编码会丢失。请先导出 HDR10、HLG 或标准动态范围版本。',
);

export const dynamicRange = localized(
  'The film carries dynamic HDR data for each scene, which encoding it again would lose. Export a version without it first.',
  '该视频带有逐场景的动态 HDR 元数据，重新编码会丢失。请先导出不含该数据的版本。',
);

export const captions = localized(
  'Closed captions lie inside the film’s picture stream and would be lost. Extract them to a subtitle stream first.',
  '该视频的隐藏字幕嵌在画面流中，重新编码会丢失。请先提取为字幕流。',
);

export const alpha = localized(
  'The film has transparency, which encoding it again would lose.',
  '该视频带有透明通道，重新编码会丢失。',
);

export const turned = localized(
  'This container says that the picture is to be turned, is spherical or stereoscopic, which FFmpeg does not write back into it. Bring the film into MP4 first.',
  '该容器声明画面需要旋转、为全景或立体画面，FFmpeg 无法写回。请先转存为 MP4。',
);

export function lightLost(codec: string): Localized {
  return localized(
    `The film carries HDR10 mastering data, which is written back only into HEVC here, not into ${codec}.`,
    `该视频带有 HDR10 母版元数据，此处仅能写回 HEVC，不能写回 ${codec}。`,
  );
}

export function noPixels(pixels: string): Localized {
  return localized(
    `The film’s pixel format (${pixels}) has no brightness plane of 8 to 12 bits that could be marked without converting it.`,
    `该视频的像素格式（${pixels}）没有 8 至 12 位的亮度平面，不经转换无法嵌入水印。`,
  );
}

export function noEncoder(codec: string): Localized {
  return localized(
    `The film’s picture is in a codec (${codec}) that is not written here. Export it as H.264 first.`,
    `该视频的画面编码（${codec}）不支持写入。请先导出为 H.264。`,
  );
}

export function tooSmall(width: number, height: number, smallest: number): Localized {
  return localized(
    `The film is ${width} × ${height}: a mark needs a short side of at least ${smallest}.`,
    `该视频为 ${width} × ${height}：嵌入水印要求短边不小于 ${smallest}。`,
  );
}

export function tooLarge(width: number, height: number): Localized {
  return localized(
    `A frame of ${width} × ${height} is more than the limit allows.`,
    `单帧 ${width} × ${height} 超过上限。`,
  );
}

export const notDecoded = localized('No frame of the film could be decoded.', '视频中没有可解码的画面。');

export const noPictureToRead = localized('The file has no picture stream.', '文件中没有画面流。');

export function soundCopied(codec: string): Localized {
  return localized(
    `A sound of the film (${codec}) was copied without a mark: it is not written here.`,
    `视频的一路声音（${codec}）未嵌入水印而直接复制：此处不支持写入该编码。`,
  );
}

export function soundFailed(why: Localized): Localized {
  return localized(
    `A sound of the film was copied without a mark: ${why.en}`,
    `视频的一路声音未嵌入水印而直接复制：${why['zh-CN']}`,
  );
}

export const soundGaps = localized(
  'A sound of the film has gaps or does not last as long as it says; it was copied without a mark.',
  '视频的一路声音存在间断或时长不符，未嵌入水印而直接复制。',
);

/** A program's own words, in whatever language. */
export function said(line: string | undefined): Localized {
  const text = (line ?? '').slice(0, 200);
  return { en: text, 'zh-CN': text };
}

export const soundSilent = localized(
  'A sound of the film is silent; there is nothing a mark could be in.',
  '视频的一路声音为静音，无处嵌入水印。',
);

export function manySounds(most: number): Localized {
  return localized(
    `Only the first ${most} sounds of the film were marked; the others were copied.`,
    `仅对前 ${most} 路声音嵌入了水印；其余直接复制。`,
  );
}

export function truncated(frames: number, expected: number): Localized {
  return localized(
    `Only ${frames} of ${expected} frames could be decoded: the film is truncated or damaged, and a copy would lose the rest.`,
    `仅能解码 ${expected} 帧中的 ${frames} 帧：视频被截断或已损坏，副本会丢失其余内容。`,
  );
}

export function endsEarly(seconds: number, said: number): Localized {
  return localized(
    `The film ends after ${seconds.toFixed(1)} of ${said.toFixed(1)} seconds, or within a frame: it is truncated.`,
    `该视频在 ${said.toFixed(1)} 秒中的第 ${seconds.toFixed(1)} 秒处中断，或在某一帧内结束：文件已被截断。`,
  );
}

export const boxesLeft = localized(
  'The container is not laid out as usual: marks of rotation and panorama were left to FFmpeg.',
  '容器结构不同寻常：旋转和全景标记由 FFmpeg 处理。',
);

export const labelLost = localized(
  'The AI label of the film could not be written into the copy.',
  '无法将视频的人工智能生成标识写入副本。',
);

export function recompressed(encoder: string, codec: string): Localized {
  return localized(
    `The film’s picture was encoded again as ${codec} (${encoder}), nearly without loss.`,
    `视频画面已以 ${codec}（${encoder}）近无损重新编码。`,
  );
}

export function notEncoded(why: string): Localized {
  return localized(
    `The marked film could not be written: ${why.slice(0, 300)}`,
    `无法写入带水印的视频：${why.slice(0, 300)}`,
  );
}

export function notKept(
  differences: readonly { readonly what: string; readonly before: string; readonly after: string }[],
): Localized {
  const said = differences
    .slice(0, 5)
    .map(({ what, before, after }) => `${what}: ${before.slice(0, 80)} → ${after.slice(0, 80)}`)
    .join('; ');
  return localized(
    `Encoding the film again would not keep all of it, so no copy was made. ${said}`,
    `重新编码会丢失部分内容，因此未生成副本。${said}`,
  );
}

export const notReadable = localized(
  'The mark cannot be read from the copy: the film is too flat or too short for it. A lower strength value marks more strongly.',
  '无法从副本中读出水印：画面过于平坦或过短。可用更小的强度分贝值加强水印。',
);

export const weak = localized(
  'The mark is weak here: after compression as platforms do it (H.264 at CRF 30) it could not be read from the first ten seconds.',
  '此视频中水印较弱：以平台常用压缩（H.264 CRF 30）后，前十秒内无法读出。',
);

export const damagedFilm = localized(
  'The film is damaged; no mark was found in what could be decoded of it.',
  '视频已损坏；在可解码的部分中未发现水印。',
);
