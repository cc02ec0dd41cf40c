import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Every entry the file carries about itself: camera, times, places, programs, copyright, with its place in the file, the stored and the readable value.',
      '文件中关于自身的每一条记录：相机、时间、地点、软件、版权，附其在文件中的位置、存储值与可读值。',
    ),
  ],
  lookFor: [
    localized(
      'Entries that stand twice with different values, names of editing programs, dates that come after the event.',
      '同一条目重复出现而取值不同、编辑软件名称、晚于事件的日期。',
    ),
    localized(
      'The column of personal data, before the file or a report leaves the house.',
      '在转交文件或报告之前，查看个人信息一列。',
    ),
  ],
  ignore: [
    localized(
      'Missing metadata: most platforms remove them from everything.',
      '元数据缺失：多数平台会一律清除。',
    ),
    localized(
      'Names of programs by themselves: opening and rotating a picture leaves them too.',
      '单纯的软件名称：打开或旋转图像也会留下。',
    ),
  ],
  lies: [
    localized(
      'Anyone can write any entry without touching the content; a perfect set proves nothing.',
      '任何人都能在不触及内容的情况下写入任何条目，完美的元数据不能证明什么。',
    ),
    localized(
      'Clocks of cameras are set wrongly, and times often lack their zone.',
      '相机时钟常有误，时间往往不含时区。',
    ),
    localized(
      'Telemetry along a film is not listed sample by sample, and names in free text are not recognised as personal.',
      '视频中的遥测数据不逐条列出，自由文本中的姓名也不会识别为个人信息。',
    ),
  ],
};
