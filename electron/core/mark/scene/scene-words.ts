import { type Localized, localized } from '#shared/domain/localized.ts';

/** What a user is told of a scene's parts. */

export const noTextures: Localized = localized(
  'No texture of this scene can carry a mark: colour textures inside the file of at least 256 × 256 pixels in JPEG, PNG or WebP can. Vertices alone lose theirs at the next export, so that nothing was written.',
  '该场景没有可嵌入水印的纹理：需要文件内部、至少 256 × 256 像素的 JPEG、PNG 或 WebP 颜色纹理。仅写入顶点的水印在下次导出时即会丢失，因此未写入任何内容。',
);

export const textureNotes = {
  named: (part: string, why: Localized): Localized =>
    localized(`${part}: ${why.en}`, `${part.replace(/^texture /, '纹理 ')}：${why['zh-CN']}`),
  elsewhere: localized(
    'lies outside of this file and was not marked; put it into the file (binary glTF) or mark it by itself',
    '位于该文件之外，未嵌入水印；请将其打包进文件（二进制 glTF）或单独嵌入水印',
  ),
  compressed: localized(
    'is compressed for graphics cards (KTX2), which is not written here; it was not marked',
    '为 GPU 压缩格式（KTX2），本程序不支持写入，未嵌入水印',
  ),
  unknown: localized('is in no format that is written here; it was not marked', '格式不受支持，未嵌入水印'),
  shared: localized(
    'shares its bytes with other data of the scene and was not marked',
    '与场景中的其他数据共用字节，未嵌入水印',
  ),
} as const;

export const wholesNotes = {
  fragile: (vertices: number): Localized =>
    localized(
      `A second, fragile mark stands in the last bits of ${vertices} vertices (2⁻²³ of their size); any new export, transformation or quantisation removes it`,
      `在 ${vertices} 个顶点坐标的最低位（相对大小 2⁻²³）另写入了脆弱水印；任何重新导出、变换或量化都会使其丢失`,
    ),
  noVertices: localized(
    'The vertices do not carry the fragile second mark: there are too few of their own, or they are compressed or quantised',
    '顶点未写入脆弱水印：独立顶点过少，或顶点数据已压缩、量化',
  ),
} as const;

export const unread = {
  textures: (parts: readonly string[]): Localized =>
    localized(
      `Not every texture could be read: ${parts.join(', ')}`,
      `部分纹理无法读取：${parts.map((part) => part.replace(/^texture /, '纹理 ')).join('、')}`,
    ),
} as const;
