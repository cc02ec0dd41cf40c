import { type Localized, localized } from '#shared/domain/localized.ts';
import type { TimestampFault } from './timestamp-token.ts';

/** Why a timestamp in a package, or an answer that is to be put into one, does not hold. */
export const faultWords: Readonly<Record<TimestampFault | 'not-judged', Localized>> = {
  unreadable: localized('this is not an answer of a timestamping authority', '不是时间戳机构的应答'),
  'not-granted': localized('the authority granted no timestamp', '机构未签发时间戳'),
  'other-content': localized(
    'it is about something else than manifest-sha256.txt of this package',
    '其所针对的内容不是本包的 manifest-sha256.txt',
  ),
  'weak-digest': localized(
    'its digest algorithm is not SHA-256, SHA-384 or SHA-512',
    '其摘要算法不是 SHA-256、SHA-384 或 SHA-512',
  ),
  'no-certificate': localized(
    'it does not carry the certificate it was signed with; ask the authority for an answer with certificates',
    '其中不含签名所用证书；请向机构索取带证书的应答',
  ),
  altered: localized(
    'its signature does not fit: it was altered, or signed with another key',
    '其签名不符：内容已被更改，或由其他密钥签名',
  ),
  'other-purpose': localized(
    'the certificate it was signed with is not for timestamping',
    '签名所用证书不用于时间戳',
  ),
  expired: localized(
    'the certificate it was signed with was not valid at the time it states',
    '在其所述时间，签名所用证书不在有效期内',
  ),
  'broken-chain': localized(
    'the certificates it carries do not form a chain: one was not issued by the next, or was not valid at that time',
    '其所带证书不构成证书链：某一证书并非由上级证书签发，或当时不在有效期内',
  ),
  'not-judged': localized('it could not be checked', '无法核验'),
};
