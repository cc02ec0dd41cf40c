import type {
  CredentialObservation,
  ManifestDetail,
  SignatureDetail,
} from '#shared/domain/credential-detail.ts';
import { type CheckFacts, observe } from './facts.ts';

/** When it was signed: A7 time-stamps by anybody, A20 expiry without a time-stamp, certificates not valid yet. */
export function stampChecks(
  facts: CheckFacts,
  detail: ManifestDetail,
  { timeStamps, certificates, chain }: SignatureDetail,
): CredentialObservation[] {
  const manifest = detail.label;
  const [leaf] = certificates;
  const found: CredentialObservation[] = [];
  if (chain?.asOfSource === 'given') {
    found.push(
      observe(
        'judged-as-of',
        'notice',
        [
          `Whether the certificate was valid is judged as of ${chain.asOf}, which the examiner chose`,
          `证书是否有效按检验人选定的时间 ${chain.asOf} 判断`,
        ],
        [
          'No time-stamp of a listed authority says when it was signed; windows of validity are held against the given time, not against the clock',
          '没有名单中机构的时间戳证明签名时间；有效期按所给时间而非系统时钟判断',
        ],
        { manifest },
      ),
    );
  }
  const listed = timeStamps.some(({ list }) => list !== null);
  const haveLists = facts.lists.some(({ kind }) => kind === 'tsa');
  for (const stamp of timeStamps) {
    if (stamp.imprintMatches === false || stamp.signatureValid === false) {
      found.push(
        observe(
          'time-stamp-broken',
          'warning',
          ['The time-stamp does not belong to this signature', '时间戳与该签名不符'],
          [
            `${stamp.header}: imprint ${word(stamp.imprintMatches)}, token signature ${word(stamp.signatureValid)}${stamp.problems.length > 0 ? `; ${stamp.problems.join('; ')}` : ''}`,
            `${stamp.header}：摘要${chinese(stamp.imprintMatches)}，令牌签名${chinese(stamp.signatureValid)}`,
          ],
          { manifest },
        ),
      );
      continue;
    }
    if (stamp.list === null && !listed && stamp.time !== null) {
      const name = stamp.authority?.text ?? '?';
      const expired =
        leaf !== undefined && chain !== null && Date.parse(leaf.notAfter) < Date.parse(chain.asOf);
      found.push(
        observe(
          'time-stamp-unlisted',
          haveLists ? 'warning' : 'notice',
          [
            `The time of signing (${stamp.time}) is confirmed only by “${name}”, who is on no list you loaded${expired ? '; the certificate has expired since' : ''}`,
            `签名时间（${stamp.time}）仅由“${name}”证明，而该机构不在已加载的名单中${expired ? '；证书此后已过期' : ''}`,
          ],
          [
            `${stamp.header}: RFC 3161 token valid in itself, chain to no time-stamp list. Engines call any authority of a version 1 claim trusted`,
            `${stamp.header}：RFC 3161 令牌本身有效，但证书链不通向任何时间戳名单。引擎会将第 1 版声明中的任意机构视为可信`,
          ],
          { manifest },
        ),
      );
    }
    if (leaf !== undefined && stamp.time !== null) {
      const time = Date.parse(stamp.time);
      if (time < Date.parse(leaf.notBefore) || time > Date.parse(leaf.notAfter)) {
        found.push(
          observe(
            'time-outside-certificate',
            'warning',
            [
              `The time-stamp (${stamp.time}) lies outside the time for which the signer’s certificate was issued`,
              `时间戳（${stamp.time}）不在签名者证书的有效期内`,
            ],
            [
              `genTime ${stamp.time}; certificate ${leaf.notBefore} … ${leaf.notAfter}`,
              `genTime ${stamp.time}；证书有效期 ${leaf.notBefore} … ${leaf.notAfter}`,
            ],
            { manifest },
          ),
        );
      }
    }
    if (stamp.header === 'sigTst' && detail.claimVersion !== null && detail.claimVersion >= 2) {
      found.push(
        observe(
          'time-stamp-legacy',
          'notice',
          [
            'The time-stamp is of an old kind that this version of credentials no longer accepts',
            '时间戳为旧版形式，该版本的凭证已不再接受',
          ],
          [
            'Header sigTst in a version 2 claim; C2PA 2.2 §10.3.2.5 requires sigTst2',
            '第 2 版声明中使用 sigTst；C2PA 2.2 第 10.3.2.5 节要求使用 sigTst2',
          ],
          { manifest },
        ),
      );
    }
  }
  if (leaf !== undefined && chain !== null && Date.parse(leaf.notBefore) > Date.parse(chain.asOf)) {
    found.push(
      observe(
        'certificate-not-yet-valid',
        'warning',
        [
          'At the time it is held against, the signer’s certificate did not exist yet',
          '在所对照的时间，签名者的证书尚未生效',
        ],
        [
          `notBefore ${leaf.notBefore}, held against ${chain.asOf} (${chain.asOfSource})`,
          `证书生效 ${leaf.notBefore}，对照时间 ${chain.asOf}（${chain.asOfSource}）`,
        ],
        { manifest },
      ),
    );
  }
  const expired = leaf !== undefined && chain !== null && Date.parse(leaf.notAfter) < Date.parse(chain.asOf);
  if (timeStamps.length === 0 && expired) {
    found.push(
      observe(
        'expired-without-time',
        'warning',
        [
          'The certificate has expired, and nothing proves that the signature was made while it was valid. This is not a sign of tampering',
          '证书已过期，且无法证明签名是在其有效期内作出。这并非篡改迹象',
        ],
        [
          `notAfter ${leaf.notAfter}, held against ${chain.asOf} (${chain.asOfSource}); no time-stamp token`,
          `证书到期 ${leaf.notAfter}，对照时间 ${chain.asOf}（${chain.asOfSource}）；无时间戳令牌`,
        ],
        { manifest },
      ),
    );
  }
  return found;
}

/** The answer of one check, in English and in Chinese. */
export const word = (value: boolean | null): string =>
  value === null ? 'not checked' : value ? 'fits' : 'does not fit';
export const chinese = (value: boolean | null): string =>
  value === null ? '未核验' : value ? '相符' : '不符';
