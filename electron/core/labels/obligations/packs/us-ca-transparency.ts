import { localized } from '#shared/domain/localized.ts';
import { definePack, imageSoundFilm, instrument, quoted } from '../define.ts';
import {
  captureDevice,
  createdOrAltered,
  creationTime,
  disclosureItem,
  platformRendition,
  providerName,
  systemAndVersion,
  uniqueIdentifier,
} from '../rules/california.ts';

const cite = instrument({
  instrument: localized(
    'California AI Transparency Act, Business and Professions Code §§ 22757–22757.6 (SB 942, AB 853)',
    '加利福尼亚州人工智能透明度法，商业与职业法典第 22757–22757.6 条（SB 942、AB 853）',
  ),
  authority: localized('California State Legislature', '加利福尼亚州议会'),
  source:
    'https://leginfo.legislature.ca.gov/faces/codes_displayText.xhtml?lawCode=BPC&division=8.&title=&part=&chapter=25.&article=',
});

const fixed = {
  standing: 'primary',
  wording: 'official',
  force: 'in-force',
  appliesFrom: '2026-08-02',
  appliesTo: null,
  media: imageSoundFilm,
  roles: ['provider'],
} as const;

const name = localized('name of the provider', '提供者名称');
const system = localized('name and version of the system', '系统名称及版本');
const time = localized('time and date of creation or alteration', '创建或改动的时间日期');
const identifier = localized('unique identifier', '唯一标识符');
const part = localized('whether the system created or altered the content', '系统是否创建或改动了内容');

export const pack = definePack({
  id: 'us-ca-transparency',
  jurisdiction: 'US-CA',
  place: 1,
  title: localized('California AI Transparency Act', '加利福尼亚州人工智能透明度法'),
  note: localized(
    'Only image, video and audio. As operative from 2 August 2026 it binds providers with more than one million monthly users; SB 1000 (2026), reported to be in force since 30 September 2026, drops that measure, asks for the same items in § 22757.3(a)(1) and adds one; AB 2713 (2026) is reported to amend § 22757.3.1. Have the code read as it stands on the date that matters.',
    '仅适用于图像、视频和音频。自 2026 年 8 月 2 日起施行的文本约束月用户超过一百万的提供者；据报道，SB 1000（2026年）自 2026 年 9 月 30 日起生效，取消该门槛，并在第 22757.3(a)(1) 条要求相同事项且新增一项；另据报道，AB 2713（2026年）修订第 22757.3.1 条。应核对相关日期有效的法典文本。',
  ),
  rules: [
    {
      ...fixed,
      id: 'CA-01',
      title: localized('Latent disclosure: provider', '潜在披露：提供者'),
      gist: localized('The disclosure conveys the name of the provider.', '披露应当包含提供者名称。'),
      quote: quoted('en', '(A) The name of the covered provider.'),
      citation: cite('§ 22757.3(b)(1)(A)'),
      evaluate: disclosureItem(name, providerName),
    },
    {
      ...fixed,
      id: 'CA-02',
      title: localized('Latent disclosure: system and version', '潜在披露：系统及版本'),
      gist: localized(
        'The disclosure conveys the name and version number of the system.',
        '披露应当包含系统名称及版本号。',
      ),
      quote: quoted(
        'en',
        '(B) The name and version number of the GenAI system that created or altered the content.',
      ),
      citation: cite('§ 22757.3(b)(1)(B)'),
      evaluate: disclosureItem(system, systemAndVersion),
    },
    {
      ...fixed,
      id: 'CA-03',
      title: localized('Latent disclosure: time', '潜在披露：时间'),
      gist: localized(
        'The disclosure conveys time and date of creation or alteration.',
        '披露应当包含创建或改动的时间日期。',
      ),
      quote: quoted('en', '(C) The time and date of the content’s creation or alteration.'),
      citation: cite('§ 22757.3(b)(1)(C)'),
      evaluate: disclosureItem(time, creationTime),
    },
    {
      ...fixed,
      id: 'CA-04',
      title: localized('Latent disclosure: unique identifier', '潜在披露：唯一标识符'),
      gist: localized('The disclosure conveys a unique identifier.', '披露应当包含唯一标识符。'),
      quote: quoted('en', '(D) A unique identifier.'),
      citation: cite('§ 22757.3(b)(1)(D)'),
      evaluate: disclosureItem(identifier, uniqueIdentifier),
    },
    {
      ...fixed,
      id: 'CA-06',
      title: localized('Latent disclosure: created or altered', '潜在披露：创建或改动'),
      gist: localized(
        'The disclosure conveys whether the system created or altered the content (SB 1000).',
        '披露应当包含系统是否创建或改动了内容（SB 1000）。',
      ),
      standing: 'secondary',
      wording: 'transcribed',
      quote: quoted('en', '(E) Whether the GenAI system created or altered the content.'),
      citation: cite(
        '§ 22757.3(a)(1)(E) as amended by SB 1000 (2026)',
        '§ 22757.3(a)(1)(E)（经 SB 1000 修订，2026年）',
      ),
      appliesFrom: '2026-09-30',
      evaluate: disclosureItem(part, createdOrAltered),
    },
    {
      ...fixed,
      id: 'CA-05',
      title: localized('Platforms do not strip provenance', '平台不得剥离来源数据'),
      gist: localized(
        'Large online platforms do not knowingly strip provenance data or signatures, as far as technically feasible.',
        '大型网络平台在技术可行范围内不得明知而剥离来源数据或数字签名。',
      ),
      quote: quoted(
        'en',
        'A large online platform shall not, to the extent technically feasible, knowingly strip any system provenance data or digital signature that is compliant with widely adopted specifications adopted by an established standards-setting body from content uploaded or distributed on the large online platform.',
      ),
      citation: cite('§ 22757.3.1(b), (c)', '§ 22757.3.1(b)、(c)'),
      appliesFrom: '2027-01-01',
      roles: ['platform'],
      evaluate: platformRendition,
    },
    {
      ...fixed,
      id: 'CA-07',
      title: localized('Capture devices', '采集设备'),
      gist: localized(
        'Devices first produced for sale from 2028 offer a latent disclosure (maker, device and version, time) and embed it by default.',
        '2028 年起首次为销售而生产的采集设备应当提供潜在披露（制造商、设备及版本、时间）并默认嵌入。',
      ),
      quote: quoted('en', '(2) Embed latent disclosures in content captured by the device by default.'),
      citation: cite('§ 22757.3.3(a)'),
      appliesFrom: '2028-01-01',
      roles: ['device-maker'],
      evaluate: captureDevice,
    },
  ],
});
