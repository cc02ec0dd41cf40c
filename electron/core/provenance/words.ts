import type { Flag } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { CredentialVerdict } from '#shared/domain/provenance.ts';

/** The words of the verdict: for each axis its name, and for each value its sentence and its flag. */

export type Axis = Exclude<keyof CredentialVerdict, 'list'>;

interface AxisWords {
  readonly title: Localized;
  readonly values: Readonly<Record<string, { readonly text: Localized; readonly flag: Flag }>>;
}

const value = (flag: Flag, en: string, chinese: string) => ({ text: localized(en, chinese), flag });

export const axisWords = {
  content: {
    title: localized('Content', '内容完整性'),
    values: {
      intact: value('ok', 'The signed hashes fit the bytes of this file', '已签名的哈希与本文件字节一致'),
      'partly-covered': value(
        'notice',
        'The signed hashes fit, but leave out more than the credential itself',
        '已签名的哈希一致，但除凭证自身外还排除了其他字节',
      ),
      changed: value(
        'error',
        'Bytes covered by the signature were changed after signing',
        '签名所覆盖的字节在签名后发生了变化',
      ),
      'not-checked': value(
        'warning',
        'The binding to the content could not be checked',
        '无法核验凭证与内容的绑定',
      ),
    },
  },
  claims: {
    title: localized('Statements', '声明完整性'),
    values: {
      intact: value('ok', 'All statements are as they were signed', '所有声明与签名时一致'),
      changed: value(
        'error',
        'A statement was changed or replaced after signing',
        '有声明在签名后被改动或替换',
      ),
      incomplete: value(
        'error',
        'A statement or source the claim refers to is missing',
        '声明所引用的断言或素材缺失',
      ),
      malformed: value('error', 'The credential is not well formed', '凭证结构不合规范'),
    },
  },
  signature: {
    title: localized('Signature', '签名'),
    values: {
      valid: value('ok', 'The signature is mathematically valid', '签名在数学上有效'),
      'expired-without-time': value(
        'warning',
        'Valid, but the certificate has expired and no trusted time proves that it was signed before',
        '签名有效，但证书已过期，且没有可信时间证明签名早于过期',
      ),
      'outside-validity': value(
        'warning',
        'Signed outside the validity of the certificate',
        '签名时间不在证书有效期内',
      ),
      revoked: value('error', 'The certificate was revoked', '证书已被吊销'),
      'invalid-certificate': value(
        'warning',
        'The certificate does not meet the C2PA profile',
        '证书不符合 C2PA 证书规范',
      ),
      broken: value('error', 'The signature does not fit the claim', '签名与声明不符'),
      missing: value('error', 'There is no signature that could be checked', '没有可核验的签名'),
    },
  },
  time: {
    title: localized('Time-stamp', '时间戳'),
    values: {
      listed: value('ok', 'By an authority on a list you loaded', '由已加载名单中的时间戳机构签发'),
      unlisted: value(
        'notice',
        'Present, by an authority on no list that was checked',
        '存在，但时间戳机构不在已核对的名单中',
      ),
      broken: value('warning', 'Present, but it does not fit', '存在，但核验不通过'),
      absent: value(
        'notice',
        'Absent; the time of signing rests on the signer’s word',
        '没有，签名时间仅凭签名者自述',
      ),
    },
  },
  revocation: {
    title: localized('Revocation', '吊销状态'),
    values: {
      'not-revoked': value(
        'ok',
        'A stapled answer says the certificate was not revoked',
        '随附的 OCSP 应答表明证书未被吊销',
      ),
      revoked: value('error', 'Revoked', '已吊销'),
      unknown: value(
        'notice',
        'Unknown: nothing is stapled and no network is used',
        '未知：未随附应答，且不联网查询',
      ),
    },
  },
  signer: {
    title: localized('Signer', '签名者'),
    values: {
      listed: value(
        'ok',
        'The certificate leads to a root on a list you loaded',
        '证书可追溯至已加载名单中的根证书',
      ),
      unlisted: value(
        'notice',
        'On no list you loaded; this alone is not a failure',
        '不在已加载的任何名单中；仅此一点并不意味着失败',
      ),
      'no-lists': value(
        'notice',
        'No trust list is loaded, so nothing can be said about the signer',
        '未加载任何信任名单，无法判断签名者身份',
      ),
    },
  },
  ingredients: {
    title: localized('Sources used', '所用素材'),
    values: {
      none: value('ok', 'None declared', '未声明素材'),
      ok: value('ok', 'All validate', '全部通过核验'),
      'unlisted-signer': value(
        'notice',
        'A source is signed by someone on no list you loaded',
        '有素材的签名者不在已加载名单中',
      ),
      'no-credential': value('notice', 'A source came without a credential', '有素材不带凭证'),
      'recorded-failure': value(
        'warning',
        'A source was already broken when it was taken in',
        '有素材在被采用时核验已不通过',
      ),
      failed: value('error', 'A source fails validation', '有素材核验不通过'),
    },
  },
  identity: {
    title: localized('Identity (CAWG)', '身份断言（CAWG）'),
    values: {
      absent: value('ok', 'None', '无'),
      verified: value('ok', 'Verified', '已核验'),
      unlisted: value('notice', 'Well formed, issuer on no list', '结构正确，签发者不在名单中'),
      'needs-network': value('notice', 'Cannot be checked without a network', '不联网无法核验'),
      failed: value('warning', 'An identity assertion fails', '有身份断言核验不通过'),
    },
  },
} as const satisfies Record<Axis, AxisWords>;

export const axes = Object.keys(axisWords) as readonly Axis[];

export function wordsOf(axis: Axis, verdict: CredentialVerdict): { text: Localized; flag: Flag } {
  const values: AxisWords['values'] = axisWords[axis].values;
  const found = values[verdict[axis]];
  if (found === undefined) throw new Error(`no words for ${axis} ${verdict[axis]}`);
  return found;
}
