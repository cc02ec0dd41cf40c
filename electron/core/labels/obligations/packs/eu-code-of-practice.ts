import { localized } from '#shared/domain/localized.ts';
import { content, definePack, instrument, quoted, seenOrHeard } from '../define.ts';
import { longText, secondLayer, signedMark, timeStampedMark } from '../rules/code-of-practice.ts';
import { passageRule } from '../rules/passage.ts';

const cite = instrument({
  instrument: localized(
    'Code of Practice on Transparency of AI-Generated Content (2026)',
    '人工智能生成内容透明度行为准则（2026年）',
  ),
  authority: localized('European Commission (AI Office)', '欧盟委员会（人工智能办公室）'),
  source: 'https://digital-strategy.ec.europa.eu/en/policies/code-practice-ai-generated-content',
});

const fixed = {
  standing: 'primary',
  wording: 'official',
  force: 'voluntary',
  appliesFrom: '2026-06-10',
  appliesTo: null,
  media: content,
  roles: ['provider'],
  quote: null,
} as const;

const signed = quoted(
  'en',
  'All recorded information will be digitally signed and time-stamped (on systems where time information is available) in a secure and tamper-evident manner.',
);

export const pack = definePack({
  id: 'eu-code-of-practice',
  jurisdiction: 'EU',
  place: 2,
  title: localized('EU Code of Practice on marking', '欧盟标记行为准则'),
  note: localized(
    'Voluntary; the Commission and the AI Board found it adequate to show compliance with Art. 50. Whether a provider has signed it is not known here.',
    '自愿性文件；欧盟委员会与人工智能委员会认定其可用于证明符合第 50 条。提供者是否签署不在此判断。',
  ),
  rules: [
    {
      ...fixed,
      id: 'EU-CoP-01',
      title: localized('Signed metadata', '签名的元数据'),
      gist: localized(
        'The information that content is generated is digitally signed.',
        '表明内容系生成的信息应当经数字签名。',
      ),
      quote: signed,
      citation: cite('1.1.1'),
      evaluate: signedMark,
    },
    {
      ...fixed,
      id: 'EU-CoP-02',
      title: localized('Time-stamped metadata', '带时间戳的元数据'),
      gist: localized('And time-stamped, where time is available.', '并在可获得时间信息时加盖时间戳。'),
      quote: signed,
      citation: cite('1.1.1'),
      evaluate: timeStampedMark,
    },
    {
      ...fixed,
      id: 'EU-CoP-03',
      title: localized('Imperceptible watermark', '不可感知的水印'),
      gist: localized('A second layer of marking beside metadata.', '在元数据之外的第二层标记。'),
      standing: 'secondary',
      wording: 'transcribed',
      citation: cite('1.1.2'),
      media: seenOrHeard,
      evaluate: secondLayer,
    },
    {
      ...fixed,
      id: 'EU-CoP-04',
      title: localized('Existing marks are kept', '保留既有标记'),
      gist: localized(
        'Marks of content that is used as input are retained.',
        '作为输入使用的内容，其既有标记应予保留。',
      ),
      quote: quoted(
        'en',
        'retain, and abstain from intentionally altering or removing, existing metadata markings, where such content is used as input and subsequently transformed by their AI system into an output.',
      ),
      citation: cite('1.2'),
      evaluate: passageRule('fail'),
    },
    {
      ...fixed,
      id: 'EU-CoP-05',
      title: localized('Watermark in longer text', '较长文本的水印'),
      gist: localized(
        'Free text of more than 200 tokens carries a watermark.',
        '超过 200 个词元的自由文本应当含有水印。',
      ),
      standing: 'secondary',
      wording: 'transcribed',
      citation: cite('1.1.2'),
      media: ['text'],
      evaluate: longText,
    },
  ],
});
