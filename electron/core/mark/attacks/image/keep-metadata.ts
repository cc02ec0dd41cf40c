import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import { openSharp, sharpInput, sharpReads } from '../../../media/sharp-engine.ts';
import { fileAttack, fileLadder } from '../define.ts';

export const attack = fileAttack({
  id: 'image.keep-metadata',
  media: 'image',
  family: 'packing',
  title: localized('Saved as JPEG with its metadata', '保留元数据另存为 JPEG'),
  about: localized(
    'As an editor saves: Exif, XMP and colour profile are carried over, and whatever an editor does not know is not.',
    '如编辑软件保存：保留 Exif、XMP 与颜色配置文件，其不识别的内容则不保留。',
  ),
  cite: 'What libvips keeps on saving; image editors do alike',
  ladder: fileLadder(
    [95, 80, 60],
    80,
    { id: (quality) => `q${quality}`, label: (quality) => `Q ${quality}` },
    async ({ path, media }, quality, { folder, context }) => {
      const input = sharpReads(media.format) ? await sharpInput(path, media.format) : null;
      if (input === null) {
        const text = localized('The picture cannot be decoded here.', '此处无法解码该图像。');
        return { reason: { code: 'undecodable', text } };
      }
      const image = await openSharp(input, { failOn: 'none', limitInputPixels: context.limits.pixels });
      const target = join(folder, 'kept.jpg');
      try {
        const bytes = await image
          .keepMetadata()
          .flatten({ background: 'white' })
          .jpeg({ quality })
          .toBuffer();
        await writeFile(target, bytes);
      } catch (error) {
        const text = localized('The picture could not be saved.', '图像无法保存。');
        const detail = error instanceof Error ? error.message : String(error);
        return { reason: { code: 'undecodable', text, detail } };
      }
      return { path: target };
    },
  ),
});
