import type { CopyFault } from '../domain/assumed-copy.ts';
import type { Flag } from '../domain/figure.ts';
import { type Localized, localized } from '../domain/localized.ts';
import type {
  Duty,
  DutyOutcome,
  DutyRole,
  DutyWording,
  Jurisdiction,
  SourceStanding,
} from '../domain/obligation.ts';

/** Words of duties, as the screen, the report and the terminal show them. */

interface OutcomeWords {
  /** Shape, so that an outcome is never told by colour alone. */
  readonly sign: string;
  readonly name: Localized;
  readonly meaning: Localized;
  readonly flag: Flag | null;
}

export const dutyOutcomeWords: Readonly<Record<DutyOutcome, OutcomeWords>> = {
  pass: {
    sign: '✓',
    name: localized('pass', '符合'),
    meaning: localized(
      'what the clause asks for was found, as far as a file or the record can show it',
      '就文件或记录所能显示的范围，已发现条款所要求的内容',
    ),
    flag: 'ok',
  },
  fail: {
    sign: '✗',
    name: localized('fail', '不符合'),
    meaning: localized(
      'what the clause asks for is measurably not there, under the premise that is stated',
      '在所述前提下，条款所要求的内容经核对不存在或不达标',
    ),
    flag: 'error',
  },
  warn: {
    sign: '!',
    name: localized('warning', '警示'),
    meaning: localized(
      'something speaks against it, and the rule, its source or the measurement does not carry more',
      '存在不利情形，但规则本身、其来源或测量精度不足以支持更强的结论',
    ),
    flag: 'warning',
  },
  undetermined: {
    sign: '?',
    name: localized('undetermined', '无法判定'),
    meaning: localized(
      'the file and the record cannot answer; nothing may be inferred',
      '文件和记录无法回答；不得据此作任何推断',
    ),
    flag: 'notice',
  },
  'not-applicable': {
    sign: '–',
    name: localized('not applicable', '不适用'),
    meaning: localized(
      'the clause is about another role, time or kind of content',
      '条款针对其他角色、时间或内容类型',
    ),
    flag: null,
  },
};

export const standingWords: Readonly<Record<SourceStanding, Localized>> = {
  primary: localized('primary text', '原始文本'),
  observed: localized('observed on files or measured', '实际文件观察或测量所得'),
  secondary: localized('known at second hand', '间接来源'),
};

export const wordingWords: Readonly<Record<DutyWording, Localized>> = {
  official: localized('official wording', '官方文本'),
  transcribed: localized('as transcribed by third parties', '第三方转录'),
};

export const forceWords: Readonly<Record<Duty['force'], Localized>> = {
  'in-force': localized('in force', '现行有效'),
  proposed: localized('proposed, not in force', '征求意见，未生效'),
  voluntary: localized('voluntary', '自愿性'),
};

export const jurisdictionWords: Readonly<Record<Jurisdiction, Localized>> = {
  CN: localized('China (mainland)', '中国（大陆）'),
  EU: localized('European Union', '欧盟'),
  'US-CA': localized('United States: California', '美国加利福尼亚州'),
  IN: localized('India', '印度'),
  KR: localized('Republic of Korea', '韩国'),
  VN: localized('Viet Nam', '越南'),
};

export const roleWords: Readonly<
  Record<DutyRole, { readonly name: Localized; readonly meaning: Localized }>
> = {
  provider: {
    name: localized('provider', '生成合成服务提供者'),
    meaning: localized('makes the system that generated the content', '提供生成该内容的系统或服务'),
  },
  deployer: {
    name: localized('deployer', '部署者'),
    meaning: localized('uses such a system and publishes its output', '使用此类系统并发布其输出内容'),
  },
  platform: {
    name: localized('platform', '传播平台'),
    meaning: localized('spreads what others upload', '传播他人上传的内容'),
  },
  user: {
    name: localized('user', '用户'),
    meaning: localized('uploads the content', '上传内容'),
  },
  'device-maker': {
    name: localized('device maker', '采集设备制造商'),
    meaning: localized('builds cameras and recorders', '制造相机和录音录像设备'),
  },
};

/** Why assumed copies cannot all be true. */
export const copyFaultWords: Readonly<Record<CopyFault['kind'], Localized>> = {
  itself: localized('An exhibit cannot be taken for a copy of itself.', '不能将检材视为其自身的副本。'),
  twice: localized(
    'An exhibit is taken for a copy of two others. Choose one of them.',
    '同一检材被视为两件检材的副本。请只选择其中一件。',
  ),
  circle: localized(
    'These exhibits would be copies of each other in a circle. Drop one of the assumptions first.',
    '这些检材会互为副本，构成循环。请先取消其中一项假定。',
  ),
};
