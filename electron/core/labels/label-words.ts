import type { LabelStanding, LabelStatement, StatementKind } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';

/** Names of what the tables and the command line show of a statement. */
export const standingWords: Readonly<Record<LabelStanding, Localized>> = {
  unsigned: localized('unsigned', '未签名'),
  'verified-pinned': localized('signature fits, key pinned', '签名相符，密钥已固定'),
  'verified-unpinned': localized('signature fits, key of its own', '签名相符，密钥为自带'),
  'not-verified': localized('signature not verified', '签名未能验证'),
  unsupported: localized('signature not computed', '签名未作验证'),
  'credential-trusted': localized('credential, listed signer', '凭证有效，签名者在名单内'),
  'credential-valid': localized('credential, unlisted signer', '凭证有效，签名者不在名单内'),
  'credential-invalid': localized('credential does not hold', '凭证未通过核验'),
};

export const kindWords: Readonly<Record<StatementKind, Localized>> = {
  label: localized('label', '标识'),
  trace: localized('trace', '痕迹'),
  residue: localized('remains', '残留'),
};

const roles: Readonly<Record<LabelStatement['asserted'][number]['role'], Localized>> = {
  producer: localized('producer', '生成服务提供者'),
  platform: localized('platform', '传播平台'),
  writer: localized('writer', '写入者'),
  generator: localized('generator', '生成工具'),
  signer: localized('signer', '签名者'),
};

/** Who is named in a statement, with the part each plays; `null`: nobody is. */
export function assertedWords(asserted: LabelStatement['asserted']): Localized | null {
  if (asserted.length === 0) return null;
  return localized(
    asserted.map(({ role, name }) => `${roles[role].en}: ${name}`).join('; '),
    asserted.map(({ role, name }) => `${roles[role]['zh-CN']}：${name}`).join('；'),
  );
}
