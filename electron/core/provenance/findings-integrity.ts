import type { PresentCredential } from '#shared/domain/credential.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import { axisWords } from '#shared/text/credential-words.ts';
import { isSound, signerWeight } from './axes.ts';
import { information, prefixed } from './finding-parts.ts';
import { wordsOf } from './words.ts';

/** Content binding, statements and signature of the active manifest. */
export function integrityFindings({ verdict, axes }: PresentCredential): Finding[] {
  const findings: Finding[] = [];
  if (isSound(axes)) {
    findings.push({
      code: 'credential-intact',
      statement:
        axes.integrity === 'partly-covered'
          ? localized(
              'The signature fits, and the signed hashes fit the bytes they cover; not all bytes of the file are covered',
              '签名有效，且已签名的哈希与其覆盖的字节一致；但并未覆盖文件的全部字节',
            )
          : localized(
              'The credential is intact: its signature fits, and the signed hashes fit the bytes of this file',
              '凭证完整：签名有效，且已签名的哈希与本文件字节一致',
            ),
      bearing: 'supports',
      proposition: 'as-declared',
      strength: signerWeight(axes),
      limits: [
        localized(
          'It proves that nothing changed since signing, not that the declared story is true',
          '它证明签名之后未被改动，并不证明所声明的内容属实',
        ),
        localized(
          'A picture of a screen can be signed by a genuine camera',
          '真实相机也可能对翻拍屏幕的画面进行签名',
        ),
        ...(axes.signer !== 'unlisted'
          ? []
          : [
              localized(
                'Anyone can make a certificate that is on no list',
                '任何人都可以自制不在名单中的证书',
              ),
            ]),
      ],
      innocent: [],
      figures: ['verdict', 'status-codes'],
    });
  }
  if (axes.integrity === 'changed' && verdict.claims === 'intact') {
    findings.push({
      code: 'content-changed',
      statement: localized(
        'Bytes that the credential signed were changed after signing, or the credential was moved here from another file',
        '凭证所签名的字节在签名后被改动，或凭证系从其他文件移植而来',
      ),
      bearing: 'contradicts',
      proposition: 'as-declared',
      strength: 'strong',
      limits: [
        localized(
          'It does not say what changed: picture, metadata or container',
          '无法说明改动的是画面、元数据还是容器',
        ),
      ],
      innocent: [
        localized(
          'A platform or viewer rewrote metadata or re-encoded the file and kept the credential',
          '平台或软件重写了元数据或重新编码，但保留了凭证',
        ),
      ],
      figures: ['verdict', 'status-codes'],
    });
  }
  if (axes.integrity === 'partly-covered' || axes.integrity === 'unchecked') {
    findings.push(
      information(
        `content-${axes.integrity}`,
        axisWords('integrity', axes.integrity).sentence,
        [
          localized(
            'Bytes left out of the signed hash, often metadata, must not be quoted as signed',
            '未纳入签名哈希的字节（常为元数据）不得视为已签名内容',
          ),
        ],
        ['coverage', 'observations'],
      ),
    );
  }
  if (
    verdict.claims !== 'intact' ||
    axes.signature === 'broken' ||
    axes.signature === 'absent' ||
    axes.signature === 'revoked'
  ) {
    findings.push({
      code: 'credential-broken',
      statement: localized(
        `The credential itself does not hold: ${wordsOf('claims', verdict).text.en.toLowerCase()}; ${wordsOf('signature', verdict).text.en.toLowerCase()}`,
        `凭证本身不成立：${wordsOf('claims', verdict).text['zh-CN']}；${wordsOf('signature', verdict).text['zh-CN']}`,
      ),
      bearing: 'contradicts',
      proposition: 'as-declared',
      strength: 'strong',
      limits: [
        localized(
          'Statements of a broken credential are claims by an unknown party',
          '凭证失效后，其中的声明只能视为身份不明者的陈述',
        ),
      ],
      innocent: [localized('Faulty signing software', '签名软件存在缺陷')],
      figures: ['verdict', 'status-codes'],
    });
  }
  if (
    verdict.signature === 'expired-without-time' ||
    verdict.signature === 'outside-validity' ||
    verdict.signature === 'invalid-certificate'
  ) {
    findings.push(
      information(
        `signature-${verdict.signature}`,
        wordsOf('signature', verdict).text,
        [
          localized(
            'An expired certificate is not a sign of tampering: it only cannot be proved that signing took place before',
            '证书过期并非篡改迹象，只是无法证明签名发生在过期之前',
          ),
          localized(
            'Certificate dates are compared with the clock of the day of the run',
            '证书有效期按运行当日的系统时钟判断',
          ),
        ],
        ['verdict', 'signers'],
      ),
    );
  }
  return findings;
}

/** Who signed and when: informational, because a list is a choice of the examiner. */
export function signerFindings({ store, verdict, lists }: PresentCredential): Finding[] {
  const signature = store.manifests[0]?.signature;
  const name = [signature?.organisation, signature?.commonName].filter((part) => part).join(' / ') || '?';
  const list = lists.find((known) => known.id === verdict.list);
  const edition =
    list === undefined ? '' : `${list.title}${list.edition === null ? '' : ` (${list.edition})`}`;
  const statement =
    verdict.signer === 'listed'
      ? localized(
          `Signed by “${name}”, whose root is on ${edition}`,
          `签名者为“${name}”，其根证书在名单“${edition}”中`,
        )
      : verdict.signer === 'unlisted'
        ? localized(
            `The certificate says “${name}”; it is on no list you loaded`,
            `证书自述为“${name}”，不在已加载的任何名单中`,
          )
        : localized(
            `The certificate says “${name}”; no trust list is loaded`,
            `证书自述为“${name}”；未加载信任名单`,
          );
  const findings = [
    information(
      `signer-${verdict.signer}`,
      statement,
      verdict.signer === 'listed'
        ? [
            localized(
              'A list vouches for who holds the certificate, not for what was signed with it',
              '名单只能证明证书归谁所有，并不证明所签内容属实',
            ),
          ]
        : [
            localized(
              'A name in an unlisted certificate is chosen by whoever made it',
              '未列入名单的证书，其名称由制作者自行填写',
            ),
            localized(
              'Not being on a list is not a failure of the credential',
              '不在名单中并不意味着凭证失败',
            ),
          ],
      ['signers'],
    ),
  ];
  if (verdict.time !== 'listed') {
    findings.push(
      information(
        `time-${verdict.time}`,
        prefixed(localized('Time-stamp', '时间戳'), wordsOf('time', verdict).text),
        [
          localized(
            'Times written in metadata or actions are the signer’s own statements',
            '元数据或操作记录中的时间均为签名者自述',
          ),
        ],
        ['verdict'],
      ),
    );
  }
  return findings;
}
