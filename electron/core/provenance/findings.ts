import type { CredentialResult, PresentCredential } from '#shared/domain/credential.ts';
import type { CredentialObservation } from '#shared/domain/credential-detail.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import { information, prefixed } from './finding-parts.ts';
import { aiFindings, historyFindings, ingredientFindings } from './findings-declared.ts';
import { integrityFindings, signerFindings } from './findings-integrity.ts';
import { wordsOf } from './words.ts';

/** What a reading says about the propositions. Absence and an unlisted signer are never held against a file. */
export function findingsOf(result: CredentialResult): Finding[] {
  const covered = result.state === 'present' && result.coverage !== null;
  return [
    ...stateFindings(result),
    ...result.observations.map((observation) => observed(observation, covered)),
  ];
}

/** A named observation as a finding: the plain sentence first, the one to be checked as its limit. */
function observed(
  { id, severity, statement, expert, bytes }: CredentialObservation,
  covered: boolean,
): Finding {
  const figures = ['observations', ...(covered && bytes.length > 0 ? ['coverage'] : [])];
  if (severity === 'info' || severity === 'notice') return information(id, statement, [expert], figures);
  return {
    code: id,
    statement,
    bearing: severity === 'failed' ? 'contradicts' : 'inconclusive',
    proposition: 'as-declared',
    strength: severity === 'failed' ? 'strong' : 'weak',
    limits: [expert],
    innocent: [],
    figures,
  };
}

function stateFindings(result: CredentialResult): Finding[] {
  switch (result.state) {
    case 'none':
      return [
        information(
          'credential-absent',
          localized('No Content Credentials (C2PA) are in the file', '文件中没有内容凭证（C2PA）'),
          [absenceSaysNothing],
        ),
      ];
    case 'remote-only':
      return [
        information(
          'credential-remote',
          localized(
            `The file only refers to a credential on a server, which was not fetched: ${result.url}`,
            `文件仅引用了服务器上的凭证，本软件未联网获取：${result.url}`,
          ),
          [localized('Anyone can write such a reference into a file', '任何人都可以在文件中写入这样的引用')],
        ),
      ];
    case 'unreadable':
      return result.search.hits.length === 0
        ? []
        : [
            information(
              'store-in-damaged-file',
              localized(
                `The reader gave up (${result.code}), but something that looks like a C2PA store is at offset ${result.search.hits[0]?.offset ?? 0}`,
                `读取器无法完成读取（${result.code}），但在偏移量 ${result.search.hits[0]?.offset ?? 0} 处有疑似 C2PA 凭证的字节`,
              ),
              [
                localized(
                  'Found by its byte signature only; its signature and its binding were not checked',
                  '仅依据字节特征发现，未核验其签名及与内容的绑定',
                ),
              ],
              ['store-like-bytes'],
            ),
          ];
    case 'present':
      return presentFindings(result);
  }
}

function presentFindings(result: PresentCredential): Finding[] {
  const { store, verdict } = result;
  return [
    ...integrityFindings(result),
    ...signerFindings(result),
    ...aiFindings(result),
    ...historyFindings(result),
    ...ingredientFindings(result),
    ...(verdict.identity === 'absent'
      ? []
      : [
          information(
            'identity',
            prefixed(
              localized('Identity assertion (CAWG)', '身份断言（CAWG）'),
              wordsOf('identity', verdict).text,
            ),
            [
              localized(
                'Identity assertions are judged apart: they change nothing about the credential itself',
                '身份断言单独判断，不影响凭证本身的结论',
              ),
            ],
            ['status-codes'],
          ),
        ]),
    ...(store.cut
      ? [
          information(
            'store-cut',
            localized(
              'The store is larger than what is shown; parts were left out',
              '凭证内容超出显示上限，部分内容已省略',
            ),
            [],
          ),
        ]
      : []),
  ];
}

const absenceSaysNothing = localized(
  'The absence of a credential says nothing about origin: most genuine files have none, and it is removed easily',
  '没有凭证并不能说明来源：绝大多数真实文件都没有凭证，且凭证很容易被移除',
);
