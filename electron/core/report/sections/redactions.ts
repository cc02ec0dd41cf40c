import { type Localized, localized } from '#shared/domain/localized.ts';
import type { RedactionKind } from '#shared/domain/redaction.ts';
import { column, keyValues, note, paragraph, row, type Section, table } from '../section.ts';

const text = {
  intro: localized(
    'Parts of this report were taken out before it was written. The list says what kind of content, of which exhibits and in how many places; it never says what it was. The case holds everything unchanged.',
    '本报告在生成之前已隐去部分内容。下表列出所隐去内容的类别、涉及的检材和处数，不列出内容本身。案件中保存的内容均未改动。',
  ),
  reason: localized('Reason', '理由'),
  by: localized('Redacted by', '隐去操作人'),
  at: localized('When', '时间'),
  list: localized('What was taken out', '隐去内容'),
  kind: localized('Kind', '类别'),
  exhibit: localized('Exhibit', '检材'),
  count: localized('Places', '处数'),
  whole: localized('report as a whole', '整份报告'),
  none: localized(
    'Nothing in this report matched what was ordered to be taken out.',
    '本报告中没有符合隐去要求的内容。',
  ),
  record: localized(
    'The machine-readable record is redacted alike. Where the text of a custody entry is redacted, its printed hash no longer follows from the printed text; the log in the case is whole.',
    '机读记录已作同样处理。保管日志条目的文字如有隐去，则所印哈希值不能再由所印文字算出；案件中的日志保持完整。',
  ),
  hashes: localized(
    'Hashes, fingerprints and identifiers of exhibits are printed unchanged: they name a file to whoever has it, and anybody who can guess a file can check the guess.',
    '检材的哈希值、指纹和标识按原样列出：持有该文件者可据此认出文件；能够猜到文件内容者可据此验证其猜测。',
  ),
  limits: localized(
    'Found are flagged fields, marked regions and the listed words, also cut short or escaped. Not found are paraphrases, rounded figures, and words drawn in pictures outside of marked regions.',
    '可查找的内容包括已标记的字段、标注的区域和列出的词语（含截短或转义的形式）；不包括改写的表述、取整后的数值，以及图像中标注区域以外的文字。',
  ),
} as const;

const kinds: Readonly<Record<RedactionKind, Localized>> = {
  field: localized(
    'value of a metadata or label field flagged as personal data',
    '标记为个人信息的元数据或标识字段的值',
  ),
  text: localized(
    'text somebody wrote into the file: prompt, comment, caption or title',
    '写入文件的文字：提示词、注释、说明或标题',
  ),
  region: localized('region blacked out in pictures', '图像中遮盖的区域'),
  'recognised-text': localized('text that was read in a blacked-out region', '在遮盖区域内识别出的文字'),
  picture: localized('picture withheld as a whole', '整幅未显示的图片'),
  word: localized('name or word of the list', '所列姓名或词语'),
  repeated: localized(
    'a value or text that was taken out, where it stands again',
    '已隐去的值或文字在其他位置的重复出现',
  ),
};

export const section: Section = {
  id: 'redactions',
  title: localized('Redactions', '隐去内容'),
  stands: ({ redaction }) => redaction !== undefined,
  blocks({ input, say, count, date }) {
    const { redaction } = input;
    if (redaction === undefined) return [];
    const columns = [column(say(text.kind)), column(say(text.exhibit)), column(say(text.count), 'number')];
    const rows = redaction.entries.map(({ kind, exhibit, count: places }) =>
      row(say(kinds[kind]), exhibit === null ? say(text.whole) : String(exhibit), count(places)),
    );
    return [
      paragraph(say(text.intro)),
      keyValues([
        [say(text.reason), redaction.reason],
        [say(text.by), redaction.by],
        [say(text.at), date(redaction.at)],
      ]),
      rows.length === 0 ? paragraph(say(text.none)) : table(say(text.list), columns, rows),
      note(say(text.limits)),
      note(say(text.hashes)),
      note(say(text.record)),
    ];
  },
};
