import type { Flag } from '../domain/figure.ts';
import type { LabelMeaning, LabelStanding, LabelState, StatementKind } from '../domain/label.ts';
import type { LabelFate } from '../domain/label-survival.ts';
import { type Localized, localized } from '../domain/localized.ts';

/** Words and shapes for what labels say, the same on the screen, in the terminal and in the report. */
export interface LabelWord {
  readonly text: Localized;
  readonly flag: Flag;
}

function word(flag: Flag, en: string, chinese: string): LabelWord {
  return { flag, text: localized(en, chinese) };
}

/** The state of a whole file. A label is a claim and no fault: nothing here is drawn as an error. */
export const labelStateWords: Readonly<Record<LabelState, LabelWord>> = {
  labelled: word('notice', 'Carries a label about its making', '带有生成方式标识'),
  traces: word('notice', 'Carries traces of a generator, and no label', '带有生成工具痕迹，但没有标识'),
  'none-found': word(
    'notice',
    'No label found in the places read; that is no evidence that the media is not synthetic',
    '在已读取的位置未发现标识；这并不能证明媒体不是合成内容',
  ),
  undetermined: word(
    'warning',
    'Undetermined: not everything that could hold a label was read',
    '无法判定：并非所有可能载有标识的部分均已读取',
  ),
};

export const statementKindWords: Readonly<Record<StatementKind, Localized>> = {
  label: localized('label', '标识'),
  trace: localized('generator trace', '生成工具痕迹'),
  residue: localized('remainder of a label', '标识残留'),
};

export const labelMeaningWords: Readonly<Record<LabelMeaning, LabelWord>> = {
  generated: word('notice', 'AI-generated', '人工智能生成'),
  'partly-generated': word('notice', 'partly AI-generated', '部分由人工智能生成'),
  'possibly-generated': word('notice', 'possibly AI-generated', '可能由人工智能生成'),
  suspected: word('notice', 'suspected AI-generated', '疑似人工智能生成'),
  // a claim like the others: nothing vouches for it
  'not-generative': word('notice', 'not made by generative AI', '非生成式人工智能制作'),
  unclear: word('warning', 'not clear', '含义不明'),
};

/** What stands behind a statement, and what that is worth. */
export const labelStandingWords: Readonly<Record<LabelStanding, LabelWord & { readonly note: Localized }>> = {
  unsigned: {
    ...word('notice', 'unsigned', '未签名'),
    note: localized('Anyone can write, copy or remove it', '任何人都可以写入、复制或删除'),
  },
  'verified-pinned': {
    ...word('ok', 'signature fits, key is pinned', '签名有效，密钥已固定'),
    note: localized(
      'The signature fits the label, and the key is one this installation trusts',
      '签名与标识相符，且密钥为本机所信任',
    ),
  },
  'verified-unpinned': {
    ...word('notice', 'signature fits, key unknown', '签名有效，密钥未知'),
    note: localized(
      'The signature fits the label; the key came with the file and names nobody',
      '签名与标识相符；但密钥随文件而来，不能说明身份',
    ),
  },
  'not-verified': {
    ...word('warning', 'signature not verified', '签名未能核验'),
    note: localized(
      'The signature fits no known form of the message; that does not show tampering',
      '签名与已知的消息形式均不相符；这并不表明标识被篡改',
    ),
  },
  unsupported: {
    ...word('warning', 'signature of an unsupported kind', '签名类型不受支持'),
    note: localized('Signatures of this kind are not computed here', '本程序不计算此类签名'),
  },
  'credential-trusted': {
    ...word('ok', 'in a valid credential of a listed signer', '有效凭证，签名者在信任列表中'),
    note: localized('Signed; the signer is on a list you loaded', '已签名，签名者在您加载的列表中'),
  },
  'credential-valid': {
    ...word('notice', 'in a valid credential of an unlisted signer', '有效凭证，签名者不在列表中'),
    note: localized('Signed; the signer is on no list you loaded', '已签名，但签名者不在您加载的任何列表中'),
  },
  'credential-invalid': {
    ...word('warning', 'in a credential that does not validate', '凭证未通过验证'),
    note: localized(
      'The credential does not fit the file as it is now; see the credential itself',
      '凭证与当前文件不符；详见凭证页',
    ),
  },
};

export const assertedRoleWords: Readonly<
  Record<'producer' | 'platform' | 'writer' | 'generator' | 'signer', Localized>
> = {
  producer: localized('producer', '制作者'),
  platform: localized('platform', '传播平台'),
  writer: localized('names', '写明'),
  generator: localized('generator', '生成工具'),
  signer: localized('signer', '签名者'),
};

export const labelFateWords: Readonly<Record<LabelFate, LabelWord>> = {
  kept: word('ok', 'kept', '保留'),
  moved: word('notice', 'kept in another place', '保留，但位置改变'),
  altered: word('warning', 'altered', '已改变'),
  lost: word('warning', 'lost', '丢失'),
  added: word('notice', 'added', '新增'),
  undetermined: word('warning', 'undetermined', '无法判定'),
};
