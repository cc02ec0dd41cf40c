import { localized } from '#shared/domain/localized.ts';
import { type Asked, type Judgement, judged } from '../define.ts';
import type { DutyFacts } from '../facts.ts';
import { aigcLabels, aigcResidue, fieldOf, generatedLabels } from '../marks.ts';
import { absenceCounts, notKnown, openPremise, premiseSentence } from '../premise.ts';
import { readingSupport, recordSupport, statementSupport } from '../support.ts';

/** Measures for Labeling, Art. 5: is there a label in the metadata at all? Its form is judged elsewhere. */
export function implicitLabel(facts: DutyFacts, asked: Asked): Judgement {
  const labels = aigcLabels(facts);
  if (labels.length > 0) {
    return judged(
      'pass',
      localized(
        `AIGC labels that could be read: ${labels.length}. Their form is held against the standard in rows of its own; nothing here shows who wrote them.`,
        `读取到 ${labels.length} 处 AIGC 标识。其形式另行对照标准核对；此处并不能表明标识由谁写入。`,
      ),
      statementSupport(facts, labels),
    );
  }
  const residue = aigcResidue(facts);
  if (residue.length > 0) {
    return judged(
      'undetermined',
      localized(
        'A remainder of an AIGC label is there, its value is gone. Ordinary processing can do that.',
        '残留 AIGC 标识外壳，内容已不存在。普通处理即可造成这种情况。',
      ),
      statementSupport(facts, residue),
    );
  }
  if (!absenceCounts(facts.declared)) return notKnown(facts.declared);
  const none = localized(
    'No AIGC label was found in any place of the file that can hold one.',
    '在文件可载有 AIGC 标识的各个位置均未发现该标识。',
  );
  const read = readingSupport(
    facts.declared,
    localized('Places read without finding a label', '已读取的位置，未发现标识'),
  );
  if (asked.roles.has('provider')) return judged('fail', [none, premiseSentence], [read]);
  const others = generatedLabels(facts);
  return others.length > 0
    ? judged(
        'warn',
        [
          none,
          localized(
            'The file says in another standard that generative AI had a part. Re-encoding and ordinary copying drop labels.',
            '文件以其他标准声明含有生成式人工智能内容。重新编码和普通复制即可使标识丢失。',
          ),
        ],
        [read, ...statementSupport(facts, others)],
      )
    : judged('undetermined', [none, openPremise], [read]);
}

/** Measures for Labeling, Art. 6, last paragraph: the platform's own name and number in the metadata. */
export function propagationData(facts: DutyFacts): Judgement {
  const record = facts.publication;
  if (record?.publication.rendition === 'original') {
    return judged(
      'not-applicable',
      localized(
        'The exhibit is recorded as the original, not as the platform’s rendition.',
        '记录显示该检材为原始文件，而非平台版本。',
      ),
      [recordSupport(record, localized('rendition', '版本'))],
    );
  }
  const rendition =
    record?.publication.rendition === 'platform'
      ? []
      : [
          localized(
            'Whether the exhibit is the platform’s rendition is not recorded.',
            '该检材是否为平台版本未作记录。',
          ),
        ];
  const labels = aigcLabels(facts);
  if (labels.length === 0) {
    if (!absenceCounts(facts.declared)) return notKnown(facts.declared);
    const notice = record?.publication.displayed.notice ?? null;
    if (record === null || notice === null || notice === 'none') {
      return judged('undetermined', [
        localized('There is no AIGC label in the file.', '文件中没有 AIGC 标识。'),
        openPremise,
        ...rendition,
      ]);
    }
    return judged(
      'warn',
      [
        localized(
          'A notice is recorded as displayed, but the file holds no AIGC label with propagation data.',
          '记录显示平台已展示提示，但文件中没有含传播要素的 AIGC 标识。',
        ),
        ...rendition,
      ],
      [recordSupport(record, localized('notice displayed', '所显示的提示'))],
    );
  }
  const filled = labels.filter(
    (label) => fieldOf(label, 'ContentPropagator') !== '' && fieldOf(label, 'PropagateID') !== '',
  );
  return filled.length > 0
    ? judged(
        'pass',
        [
          localized(
            'ContentPropagator and PropagateID are filled. At first writing they equal the producer’s pair.',
            'ContentPropagator 和 PropagateID 已填写。首次写入时二者与制作方的对应字段相同。',
          ),
          ...rendition,
        ],
        statementSupport(facts, filled),
      )
    : judged(
        'warn',
        [
          localized('ContentPropagator or PropagateID is empty.', 'ContentPropagator 或 PropagateID 为空。'),
          ...rendition,
        ],
        statementSupport(facts, labels),
      );
}
