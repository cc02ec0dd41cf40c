import type { CredentialAxes, WorstState } from '../domain/credential-detail.ts';
import type { Flag } from '../domain/figure.ts';
import { type Localized, localized } from '../domain/localized.ts';

/** The words of the six axes: one sentence a lay reader understands for each value. */

interface AxisWords {
  readonly title: Localized;
  /** Without a flag: neither good nor bad, there is simply nothing. */
  readonly values: Readonly<Record<string, { readonly sentence: Localized; readonly flag: Flag | null }>>;
}

const value = (flag: Flag | null, en: string, chinese: string) => ({
  sentence: localized(en, chinese),
  flag,
});

const words = {
  presence: {
    title: localized('Credential', '凭证'),
    values: {
      none: value(
        'notice',
        'None in the file. That says nothing about where it is from',
        '文件中没有。这并不能说明其来源',
      ),
      embedded: value('ok', 'In the file', '在文件中'),
      sidecar: value('notice', 'Kept apart from its file', '与文件分开保存'),
      'remote-only': value(
        'notice',
        'Only on a server the file names; it was not fetched',
        '仅在文件所指的服务器上；未联网获取',
      ),
      recovered: value(
        'warning',
        'Recovered by searching the bytes; other readers miss it',
        '通过搜索字节恢复；其他读取器无法读取',
      ),
      unreadable: value('warning', 'Cannot be read', '无法读取'),
    },
  },
  integrity: {
    title: localized('Content', '内容'),
    values: {
      intact: value('ok', 'As it was signed', '与签名时一致'),
      changed: value(
        'error',
        'Changed after signing, or not the content that was signed',
        '签名后被改动，或并非所签名的内容',
      ),
      'partly-covered': value(
        'warning',
        'What is signed is unchanged, but not everything is signed',
        '已签名部分未变，但并非全部内容都已签名',
      ),
      unchecked: value('notice', 'Could not be checked', '无法核验'),
    },
  },
  signature: {
    title: localized('Signature', '签名'),
    values: {
      ok: value('ok', 'Valid', '有效'),
      broken: value('error', 'Does not fit', '不符'),
      expired: value(
        'warning',
        'Cannot be shown to have been made while the certificate was valid',
        '无法证明签名是在证书有效期内作出',
      ),
      revoked: value('error', 'The certificate was withdrawn', '证书已被吊销'),
      absent: value('notice', 'None that could be checked', '没有可核验的签名'),
    },
  },
  signer: {
    title: localized('Signer', '签名者'),
    values: {
      official: value('ok', 'On the official C2PA list', '在 C2PA 官方名单中'),
      interim: value(
        'ok',
        'On the older interim list, frozen since January 2026',
        '在旧的临时名单中（自 2026 年 1 月起冻结）',
      ),
      user: value('ok', 'On a list of your own', '在您自己的名单中'),
      unlisted: value(
        'notice',
        'On no list you loaded. This is not a fault',
        '不在已加载的任何名单中。这并非缺陷',
      ),
      invalid: value('error', 'The certificate does not meet the rules', '证书不符合规定'),
      none: value('notice', 'Unknown', '未知'),
    },
  },
  ingredients: {
    title: localized('Sources used', '所用素材'),
    values: {
      ok: value('ok', 'Their credentials hold', '其凭证均成立'),
      flawed: value(
        'warning',
        'At least one has a credential that does not hold',
        '至少有一个素材的凭证不成立',
      ),
      unknown: value('notice', 'At least one came without a credential', '至少有一个素材不带凭证'),
      none: value(null, 'None declared', '未声明'),
    },
  },
  identity: {
    title: localized('Identity (CAWG)', '身份（CAWG）'),
    values: {
      verified: value('ok', 'Verified', '已核验'),
      unverifiable: value('notice', 'Cannot be verified offline', '离线无法核验'),
      untrusted: value('notice', 'Well formed; its issuer is on no list', '结构正确；签发者不在名单中'),
      failed: value('warning', 'Does not hold', '不成立'),
      absent: value(null, 'None', '无'),
    },
  },
} as const satisfies Record<keyof CredentialAxes, AxisWords>;

export const credentialAxes = Object.keys(words) as readonly (keyof CredentialAxes)[];

/** Title, sentence and flag of one axis at one value. */
export function axisWords<A extends keyof CredentialAxes>(
  axis: A,
  state: CredentialAxes[A],
): { readonly title: Localized; readonly sentence: Localized; readonly flag: Flag | null } {
  const { title, values }: AxisWords = words[axis];
  const found = values[state];
  if (found === undefined) throw new Error(`no words for ${axis} ${state}`);
  return { title, ...found };
}

/** The file as a whole, in one line. */
export const worstWords: Readonly<Record<WorstState, { readonly text: Localized; readonly flag: Flag }>> = {
  none: { text: localized('No credential', '无凭证'), flag: 'notice' },
  ok: { text: localized('Credential holds', '凭证成立'), flag: 'ok' },
  undetermined: { text: localized('Credential could not be judged', '凭证无法判定'), flag: 'notice' },
  warning: { text: localized('Credential holds with reservations', '凭证成立但有保留'), flag: 'warning' },
  failed: { text: localized('Credential does not hold', '凭证不成立'), flag: 'error' },
};
