import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'The picture is compressed again at many qualities and on all 64 grids. A part that was saved before at quality 60 changes least when quality 60 is tried again, whatever the rest does.',
      '以多种质量和全部 64 个网格对图像重新压缩。若某部分曾以质量 60 保存，再以 60 压缩时它的变化最小，其余部分则不然。',
    ),
    localized(
      'On the map dark violet is small change: the ghost. It is drawn for the quality and grid of the clearest region; without a region, for a quality from the middle of the list.',
      '图中深紫表示变化小，即“鬼影”。图按最明显区域的质量与网格绘制；若无区域，则取列表中间的质量。',
    ),
  ],
  lookFor: [
    localized(
      'A dark shape with the outline of an object in a bright surrounding, named among the regions and carried by most of its cells.',
      '明亮背景中轮廓如同物体的暗色形状，且列于区域表中，其中大部分单元支持。',
    ),
    localized(
      'The label “Q60 (3, 5)”: quality and grid of the earlier save. A grid other than 0, 0 is strong, since texture does not move grids.',
      '标签“Q60 (3, 5)”给出早先保存的质量与网格。网格不为 0, 0 时更有力，因为纹理不会移动网格。',
    ),
    localized(
      '“Lacks that of the rest”, marked with a minus: everything was saved before except this part.',
      '带减号的“缺少其余部分的极小值”：除该处外整图都曾被保存过。',
    ),
  ],
  ignore: [
    localized(
      'Dark flat areas: sky, walls and clipped parts are drawn dark because nothing can be read there, not because they are ghosts.',
      '暗色的平坦区域：天空、墙面和过曝处画成暗色是因为无从读取，并非鬼影。',
    ),
    localized(
      'Dark patches that no region names: texture shifts minima here and there.',
      '未列入区域表的暗斑：纹理会使极小值零星偏移。',
    ),
    localized('Logos, screenshots and photographs placed into a layout.', '版面中置入的标志、截图和照片。'),
  ],
  lies: [
    localized(
      'It sees only parts that were once compressed more coarsely than the file is now. A splice from a better picture leaves no ghost.',
      '它只能看到曾比当前文件压缩得更粗的部分；来自更高质量图像的拼接不会留下鬼影。',
    ),
    localized(
      'Parts under about a hundred pixels a side, or scaled and turned before pasting, are lost.',
      '边长不足约一百像素，或粘贴前经缩放、旋转的部分会漏掉。',
    ),
    localized(
      'Regions on the grid 0, 0 rest on texture more easily; ask for a second method there.',
      '位于网格 0, 0 的区域更容易由纹理造成，需要另一方法印证。',
    ),
    localized(
      'After a messenger or a reduced copy almost nothing is left to find; see the table.',
      '经即时通信转发或缩小之后几乎无迹可寻，见错误率表。',
    ),
  ],
};
