import { localized } from '#shared/domain/localized.ts';
import { definePack, imageSoundFilm, instrument } from '../define.ts';
import { anyMark, anyVisibleLabel, ofRealPeople } from '../rules/abroad.ts';

const authority = localized('National Assembly and Government of Viet Nam', '越南国会及政府');
const law = instrument({
  instrument: localized(
    'Law on Artificial Intelligence, No. 134/2025/QH15',
    '人工智能法（第 134/2025/QH15 号）',
  ),
  authority,
  source: 'https://vietnamlawmagazine.vn (article 79501)',
});
const decree = instrument({
  instrument: localized(
    'Law No. 134/2025/QH15 with Decree 142/2026/ND-CP',
    '第 134/2025/QH15 号法律及第 142/2026/ND-CP 号法令',
  ),
  authority,
  source: 'https://vietnamlawmagazine.vn (article 79501)',
});

const fixed = {
  standing: 'secondary',
  wording: 'transcribed',
  force: 'in-force',
  appliesTo: null,
  // Art. 11 names sound, image and film
  media: imageSoundFilm,
  quote: null,
} as const;

export const pack = definePack({
  id: 'vn-ai-law',
  jurisdiction: 'VN',
  place: 1,
  title: localized('Viet Nam: AI law, Art. 11', '越南：人工智能法第 11 条'),
  note: localized(
    'Known from press reports. The day in May 2026 from which the decree applies was not found; the first of the month is taken.',
    '依据新闻报道。法令自 2026 年 5 月起适用，具体日期未查到，此处取 5 月 1 日。',
  ),
  rules: [
    {
      ...fixed,
      id: 'VN-01',
      title: localized('Machine-readable marking', '机器可读标记'),
      gist: localized(
        'Generated audio, images and video are marked in a machine-readable form.',
        '人工智能生成的音频、图像和视频应当以机器可读形式标记。',
      ),
      citation: law('Art. 11', '第十一条'),
      appliesFrom: '2026-03-01',
      roles: ['provider'],
      evaluate: anyMark,
    },
    {
      ...fixed,
      id: 'VN-02',
      title: localized('Visible label on imitations', '模仿真实内容的可见标识'),
      gist: localized(
        'Those who deploy a system label sound, image and film that imitate real people or events, visibly and before or at access.',
        '部署者应当对模仿真实人物或事件的音频、图像和视频，在访问前或访问时展示可见标识。',
      ),
      citation: decree('Art. 11; Decree 142/2026/ND-CP', '第十一条；第 142/2026/ND-CP 号法令'),
      appliesFrom: '2026-05-01',
      roles: ['deployer'],
      evaluate: ofRealPeople(anyVisibleLabel),
    },
  ],
});
