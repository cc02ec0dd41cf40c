import type { PresentCredential } from '#shared/domain/credential.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import { isSound, signerWeight } from './axes.ts';
import { declaredEdits, declaredSources, isGenerative } from './declared-sources.ts';
import { information } from './finding-parts.ts';
import { wordsOf } from './words.ts';

const carriedOnly = localized(
  'The claim only carries the statement (gathered assertion); the signer does not vouch for it',
  '该声明仅为随附内容（gathered 断言），签名者并未为其担保',
);

/** What the manifests declare about generative AI. */
export function aiFindings({ store, verdict, axes }: PresentCredential): Finding[] {
  const generative = declaredSources(store).filter(isGenerative);
  const [first] = generative;
  if (first === undefined) return [];
  const sound = isSound(axes) && (first.path.length === 0 || verdict.ingredients !== 'failed');
  const codes = [
    ...new Set(generative.map((source) => source.value.slice(source.value.lastIndexOf('/') + 1))),
  ].join(', ');
  const agents = [...new Set(generative.flatMap((source) => source.agent ?? []))].join(', ');
  const place =
    first.path.length === 0
      ? localized('its active manifest', '其活动清单')
      : localized(
          `the manifest of a source (${first.path.join(' › ')})`,
          `所引用素材的清单（${first.path.join(' › ')}）`,
        );
  return [
    {
      code: sound ? 'generative-declared' : 'generative-claimed',
      statement: sound
        ? localized(
            `The credential declares generative AI (${codes}${agents === '' ? '' : `; ${agents}`}) in ${place.en}`,
            `凭证在${place['zh-CN']}中声明使用了生成式人工智能（${codes}${agents === '' ? '' : `；${agents}`}）`,
          )
        : localized(
            `A credential that does not hold claims generative AI (${codes})`,
            `未通过核验的凭证声称使用了生成式人工智能（${codes}）`,
          ),
      bearing: sound ? 'supports' : 'inconclusive',
      proposition: 'ai-generated',
      // Against one's own interest a declaration weighs something even from an unlisted signer.
      strength: !sound ? 'weak' : signerWeight(axes) === 'strong' ? 'strong' : 'moderate',
      limits: [
        localized(
          'The declaration is the signer’s; how much of the content it concerns is not said',
          '该声明由签名者作出，并未说明涉及内容的多少',
        ),
        ...(generative.some((source) => source.vouched) ? [] : [carriedOnly]),
        ...(sound
          ? []
          : [
              localized(
                'Claims of a credential that fails validation may have been added by anyone',
                '核验不通过的凭证，其声明可能由任何人添加',
              ),
            ]),
      ],
      innocent: first.path.includes('componentOf')
        ? [localized('Only a small component was generated', '可能仅有少量组成部分由人工智能生成')]
        : [],
      figures: ['actions', 'ingredients'],
    },
  ];
}

/** What the manifests declare about capture and editing. */
export function historyFindings({ store, verdict, axes }: PresentCredential): Finding[] {
  if (!isSound(axes)) return [];
  const findings: Finding[] = [];
  const edits = declaredEdits(store);
  if (edits.length > 0) {
    findings.push({
      code: 'edits-declared',
      statement: localized(
        `The credential declares editing: ${edits.join(', ')}`,
        `凭证声明进行过编辑：${edits.join('、')}`,
      ),
      bearing: 'contradicts',
      proposition: 'unaltered',
      strength: 'moderate',
      limits: [
        localized(
          'Declared by the signer; a declared edit may be as small as a rotation',
          '由签名者声明；所声明的编辑可能仅为旋转等轻微操作',
        ),
      ],
      innocent: [localized('Ordinary preparation for publication', '发布前的常规处理')],
      figures: ['actions'],
    });
  }
  const captured = declaredSources(store).find(
    (source) => source.path.length === 0 && source.class === 'captured',
  );
  if (captured !== undefined && edits.length === 0) {
    findings.push({
      code: 'capture-declared',
      statement: localized(
        `The signer declares a capture (${captured.value.slice(captured.value.lastIndexOf('/') + 1)}) and no editing`,
        `签名者声明为拍摄所得（${captured.value.slice(captured.value.lastIndexOf('/') + 1)}），且未声明编辑`,
      ),
      bearing: 'supports',
      proposition: 'camera-original',
      strength: verdict.signer === 'listed' && captured.vouched ? 'moderate' : 'weak',
      limits: [
        ...(captured.vouched ? [] : [carriedOnly]),
        localized(
          'A capture of a screen or print is also a capture; the maker’s keys may have been misused',
          '翻拍屏幕或印刷品也属于拍摄；设备厂商密钥亦可能被滥用',
        ),
      ],
      innocent: [],
      figures: ['actions', 'signers'],
    });
  }
  return findings;
}

/** The worst of the sources, raised to the file. */
export function ingredientFindings({ verdict }: PresentCredential): Finding[] {
  const worst = verdict.ingredients;
  if (worst === 'none' || worst === 'ok') return [];
  const text = wordsOf('ingredients', verdict).text;
  const limits = [
    localized(
      'The credential of the file itself may hold although one of its sources does not',
      '素材凭证不成立时，文件自身的凭证仍可能成立',
    ),
  ];
  if (worst !== 'failed' && worst !== 'recorded-failure')
    return [information(`source-${worst}`, text, limits, ['ingredients'])];
  return [
    {
      code: `source-${worst}`,
      statement: text,
      // What the signer recorded was disclosed, not hidden.
      bearing: worst === 'failed' ? 'contradicts' : 'inconclusive',
      proposition: 'as-declared',
      strength: 'moderate',
      limits,
      innocent: [
        localized(
          'The signer took in a file that a platform had already re-encoded',
          '签名者采用的素材此前可能已被平台重新编码',
        ),
      ],
      figures: ['ingredients', 'status-codes'],
    },
  ];
}
