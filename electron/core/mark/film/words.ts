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
