import { type Localized, localized } from '#shared/domain/localized.ts';
import { heading, keyValues, paragraph, type Section } from '../section.ts';
import { bearingSigns } from '../words.ts';

const limitsTitle = localized('What this report does not say', '本报告不说明的事项');
const limits: readonly Localized[] = [
  localized(
    'Integrity is not authentication. Equal hash values show that an exhibit has not changed since it was taken in; they say nothing about where it came from or what was done to it before.',
    '完整性不等于真实性。哈希值一致表明检材自收检以来未被改动，但不能说明其来源，也不能说明此前对其做过什么。',
  ),
  localized(
    'No software verdict. This program never calls a file “fake” or “real” and never fills in a conclusion. Findings are statements of methods; their weight for the matter is the examiner’s to judge.',
    '软件不作判定。本程序从不称文件“伪造”或“真实”，也从不代填结论。检验所见是方法得出的陈述，其对案件的意义由检验人判断。',
  ),
  localized(
    'Absence is not evidence. That no label, credential, watermark or trace was found does not show that there was none, nor that the content is authentic or free of artificial intelligence: labels are lost whenever a file is re-encoded, cropped or captured from a screen.',
    '未发现不是证据。未发现标识、凭证、水印或痕迹，不表明其从未存在，也不表明内容真实或未使用人工智能：文件经重新编码、裁剪或截屏后，标识即会丢失。',
  ),
  localized(
    'Metadata are claims. Times, places, devices and names stored in a file can be written by anyone with common tools.',
    '元数据只是声称。文件中存储的时间、地点、设备和姓名，任何人都可用常见工具写入。',
  ),
  localized(
    'A valid signature shows who signed and that the signed bytes are unchanged; it does not show that what was signed is true.',
    '有效的签名表明由谁签署以及所签字节未被改动，并不表明所签内容属实。',
  ),
  localized(
    'Error rates are given only where they were measured, with the material they were measured on. “Not measured” means that no statement about the frequency of wrong results can be made.',
    '仅在实际测定过时给出错误率，并注明测定所用的材料。“未测定”表示无法就错误结果出现的频率作出任何陈述。',
  ),
];
const bearingTitle = localized('How findings are marked', '检验所见的标注方式');
const bearingMeanings = {
  supports: localized(
    'the observation is more to be expected if the statement is true',
    '若陈述成立，则更可能出现该观察结果',
  ),
  contradicts: localized(
    'the observation is less to be expected if the statement is true',
    '若陈述成立，则不太可能出现该观察结果',
  ),
  inconclusive: localized(
    'the observation fits the statement and its opposite alike',
    '无论陈述成立与否，均可能出现该观察结果',
  ),
  informational: localized(
    'an observation that bears on no such statement by itself',
    '该观察结果本身与任何此类陈述无关',
  ),
} as const;
const strengthText = localized(
  'Strength (strong, moderate, weak, none) is the weight that a method’s own published limits allow. It is not a probability and not a likelihood ratio, and the strengths of several findings cannot be added up: methods that look at the same trace repeat each other.',
  '强度（强、中、弱、无）是该方法自身公布的局限所允许的分量，既不是概率，也不是似然比；多项检验所见的强度不能相加：考察同一痕迹的方法只是相互重复。',
);
const printTitle = localized('How text from exhibits is printed', '检材文本的印制方式');
const printText = localized(
  'Names, metadata and other text from exhibits are printed as data. Characters that are invisible, change the direction of writing or cannot be printed appear as escapes such as \\u{202E}; long text and long tables are cut with the full length stated. The machine-readable record holds everything in full.',
  '检材中的名称、元数据及其他文本均按数据印制。不可见、改变书写方向或无法印制的字符以转义形式显示，如 \\u{202E}；过长的文本和表格会被截短并注明全长。机读记录保存全部完整内容。',
);

export const section: Section = {
  id: 'reading-guide',
  title: localized('How to read this report', '如何阅读本报告'),
  blocks({ say, word, input }) {
    const bearings = ['supports', 'contradicts', 'inconclusive', 'informational'] as const;
    return [
      heading(2, say(limitsTitle)),
      { kind: 'list', items: limits.map((text) => text[input.language]) },
      heading(2, say(bearingTitle)),
      keyValues(
        bearings.map((bearing) => [
          `${bearingSigns[bearing]} ${word(`bearing.${bearing}`)}`,
          bearingMeanings[bearing][input.language],
        ]),
      ),
      paragraph(say(strengthText)),
      heading(2, say(printTitle)),
      paragraph(printText[input.language]),
    ];
  },
};
