import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Questions to the metadata that have a source: do times, sizes, previews, programs, maker notes and repeated entries agree with each other and with the picture?',
      '以有出处的规则检验元数据：时间、尺寸、预览图、软件、厂商注释及重复条目是否彼此一致并与图像相符。',
    ),
  ],
  lookFor: [
    localized(
      'Lines marked “contradict”, with the values that were compared; read the harmless explanations beside them first.',
      '标为“矛盾”的行及其比较的数值；请先阅读随附的无害解释。',
    ),
    localized(
      'Several contradictions that point to one program or one moment.',
      '多项矛盾指向同一软件或同一时刻。',
    ),
  ],
  ignore: [
    localized(
      '“Differ” without a bearing, rounding of seconds, time zones of an hour.',
      '没有倾向性的“不一致”、秒的取整、相差整小时的时区。',
    ),
    localized('A size that changed because the picture was turned upright.', '因图像转正而改变的尺寸。'),
  ],
  lies: [
    localized(
      'Metadata can be forged to agree; silence says only that nobody was careless.',
      '元数据可以伪造得彼此一致；没有矛盾只说明对方并不粗心。',
    ),
    localized(
      'A contradiction shows that something wrote later, not that the content was altered.',
      '矛盾说明有软件事后写入，并不说明内容被改动。',
    ),
    localized(
      'Import programs and platforms rewrite parts of the metadata and cause honest contradictions.',
      '导入软件和平台会改写部分元数据，造成并无恶意的矛盾。',
    ),
  ],
};
