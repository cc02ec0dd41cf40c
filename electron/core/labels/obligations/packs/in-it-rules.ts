import { localized } from '#shared/domain/localized.ts';
import { definePack, imageSoundFilm, instrument } from '../define.ts';
import { declaredAndShown, labelAndMark } from '../rules/abroad.ts';

const cite = instrument({
  instrument: localized(
    'Information Technology (Intermediary Guidelines and Digital Media Ethics Code) Rules 2021, amended by G.S.R. 120(E) of 10 February 2026',
    '2021年信息技术（中介机构指南和数字媒体道德准则）规则，经 2026 年 2 月 10 日 G.S.R. 120(E) 修订',
  ),
  authority: localized('Ministry of Electronics and Information Technology, India', '印度电子和信息技术部'),
  source: 'https://gazettetracker.com (CG-DL-E-10022026-269993)',
});

const fixed = {
  standing: 'secondary',
  wording: 'transcribed',
  force: 'in-force',
  appliesFrom: '2026-02-20',
  appliesTo: null,
  media: imageSoundFilm,
  quote: null,
} as const;

export const pack = definePack({
  id: 'in-it-rules',
  jurisdiction: 'IN',
  place: 1,
  title: localized('India: IT Rules, synthetic information', '印度：信息技术规则（合成信息）'),
  note: localized(
    'Known from commentaries but for title and definition. The size rule of the draft of October 2025 is not law and is not checked.',
    '除名称和定义外均依据评述文章。2025 年 10 月草案中的尺寸要求未成为法律，不予核对。',
  ),
  rules: [
    {
      ...fixed,
      id: 'IN-01',
      title: localized('Prominent label and permanent metadata', '显著标识与永久元数据'),
      gist: localized(
        'Synthetic audio and visual information has a prominent label and, where feasible, permanent metadata or a unique identifier.',
        '合成的音视频信息应当有显著标识，并在可行时含有永久元数据或唯一标识符。',
      ),
      citation: cite('r. 3(3)', '第 3 条第 (3) 款'),
      roles: ['provider', 'deployer'],
      evaluate: labelAndMark,
    },
    {
      ...fixed,
      id: 'IN-02',
      title: localized(
        'Declaration, verification and label by large platforms',
        '大型平台的声明、核验与标识',
      ),
      gist: localized(
        'Significant social media intermediaries ask users to declare, verify it, and show a label.',
        '重要社交媒体中介机构应当要求用户声明、予以核验并展示标识。',
      ),
      citation: cite('r. 4(1A)', '第 4 条第 (1A) 款'),
      roles: ['platform'],
      evaluate: declaredAndShown,
    },
  ],
});
