import { localized } from '#shared/domain/localized.ts';
import { type MetadataTag, valueText } from '../metadata-tags.ts';
import { exif, iptc, type MetadataFacts, shown, type Where, xmp } from './facts.ts';
import { consistent, inconclusive, type MetadataRule, notApplicable, type Verdict } from './rule.ts';

const reconcile =
  'Metadata Working Group, Guidelines for Handling Image Metadata 2.0 (2010): reconciliation of Exif, IPTC-IIM and XMP';

const oneCopy = localized(
  'A program that knows one of the formats changed its copy and left the others.',
  '仅支持其中一种格式的软件更改了其中一份，保留了其余。',
);

const duplicateTags: MetadataRule = {
  id: 'agreement.duplicates',
  title: localized('Entries present twice with different values', '重复条目取值不同'),
  cite: 'CIPA DC-008-2023 (Exif 3.0): one Exif block, each tag once; TIFF 6.0 §2: entries sorted, each tag once',
  proposition: 'as-declared',
  limits: [
    localized(
      'Exif and IPTC only; maker notes repeat names by design.',
      '仅限 Exif 与 IPTC；厂商注释中的重名属正常。',
    ),
  ],
  innocent: [
    localized(
      'A program added a second block instead of changing the first.',
      '软件新增了第二个块，而未修改第一个。',
    ),
  ],
  check(facts) {
    const seen = new Map<string, MetadataTag[]>();
    for (const tag of facts.tags) {
      const single = tag.group === 'EXIF' && /^(IFD0|ExifIFD|GPS)$/.test(tag.place);
      if (!single || tag.type === 'binary' || tag.id.startsWith('Unknown')) continue;
      const key = `${tag.place} ${tag.id}`;
      const known = seen.get(key);
      if (known === undefined) seen.set(key, [tag]);
      else known.push(tag);
    }
    if (seen.size === 0) return notApplicable;
    const different = [...seen.values()].filter(
      (tags) => new Set(tags.map((tag) => valueText(tag.raw))).size > 1,
    );
    if (different.length === 0) return consistent([]);
    const names = different
      .map((tags) => tags[0]!.name)
      .slice(0, 6)
      .join(', ');
    return inconclusive(
      localized(
        `Entries stand in the file twice with different values: ${names}.`,
        `以下条目在文件中出现两次且取值不同：${names}。`,
      ),
      different.slice(0, 6).flatMap((tags) => tags.slice(0, 2).map(shown)),
    );
  },
};

const digest: MetadataRule = {
  id: 'agreement.iptc-digest',
  title: localized('IPTC block against Photoshop’s digest of it', 'IPTC 块与 Photoshop 摘要'),
  cite: 'Metadata Working Group 2.0 (2010): IPTC checksum; Adobe Photoshop File Formats, image resource 0x0425 (caption digest, MD5)',
  proposition: 'as-declared',
  limits: [
    localized(
      'MD5 over the IPTC block only; no protection against intent.',
      '仅为对 IPTC 块的 MD5，不能防止有意更改。',
    ),
  ],
  innocent: [
    localized(
      'A caption program changed the IPTC block and did not renew the digest.',
      '说明文字软件更改了 IPTC 块而未更新摘要。',
    ),
  ],
  check(facts) {
    const stored = facts.first('IPTCDigest');
    const current = facts.first('CurrentIPTCDigest');
    if (stored === undefined || current === undefined) return notApplicable;
    const compared = [shown(stored), shown(current)];
    if (stored.readable.toLowerCase() === current.readable.toLowerCase()) return consistent(compared);
    if (/^0+$/.test(stored.readable)) return notApplicable;
    return inconclusive(
      localized(
        'The IPTC block was changed after the program that made the digest last wrote it.',
        '生成摘要的软件最后写入之后，IPTC 块又被更改。',
      ),
      compared,
    );
  },
};

/** Names and texts compared without case, blanks and truncation: IPTC fields are short by definition. */
function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s;,.]+/g, ' ')
      .trim(),
  ) as [string, string];
  return a === b || (a.length >= 30 && b.startsWith(a)) || (b.length >= 30 && a.startsWith(b));
}

function copiesAgree(
  facts: MetadataFacts,
  places: readonly (readonly [string, Where])[],
  what: { en: string; zh: string },
): Verdict {
  const tags = places
    .flatMap(([name, where]) => facts.first(name, where) ?? [])
    .filter((tag) => tag.readable.trim() !== '');
  if (tags.length < 2) return notApplicable;
  const compared = tags.map(shown);
  // Bytes that are no valid text come out as question marks: nothing to compare.
  if (tags.some((tag) => tag.readable.includes('?'))) return notApplicable;
  if (tags.every((tag) => same(tag.readable, tags[0]!.readable))) return consistent(compared);
  return inconclusive(
    localized(`The copies of ${what.en} differ.`, `各处记录的${what.zh}不一致。`),
    compared,
  );
}

const encodingLimit = localized(
  'Compared without regard to case and spaces; old text encodings may not be readable.',
  '比较时忽略大小写与空格；旧的文字编码可能无法读取。',
);

const creators: MetadataRule = {
  id: 'agreement.creator',
  title: localized('Creator alike in Exif, IPTC and XMP', '各格式中的作者一致'),
  cite: reconcile,
  proposition: 'as-declared',
  limits: [encodingLimit],
  innocent: [
    oneCopy,
    localized(
      'The camera holds its owner, the agency added the photographer.',
      '相机记录的是机主，图片社添加的是摄影者。',
    ),
  ],
  check: (facts) =>
    copiesAgree(
      facts,
      [
        ['Artist', exif],
        ['By-line', iptc],
        ['Creator', { ...xmp, place: 'XMP-dc' }],
      ],
      { en: 'the creator', zh: '作者' },
    ),
};

const descriptions: MetadataRule = {
  id: 'agreement.description',
  title: localized('Description alike in Exif, IPTC and XMP', '各格式中的说明一致'),
  cite: reconcile,
  proposition: 'as-declared',
  limits: [encodingLimit],
  innocent: [
    oneCopy,
    localized(
      'Cameras fill the Exif description with their own name.',
      '相机会在 Exif 说明中填入自己的名称。',
    ),
  ],
  check: (facts) =>
    copiesAgree(
      facts,
      [
        ['ImageDescription', exif],
        ['Caption-Abstract', iptc],
        ['Description', { ...xmp, place: 'XMP-dc' }],
      ],
      { en: 'the description', zh: '说明' },
    ),
};

const rights: MetadataRule = {
  id: 'agreement.rights',
  title: localized('Copyright alike in Exif, IPTC and XMP', '各格式中的版权声明一致'),
  cite: reconcile,
  proposition: 'as-declared',
  limits: [encodingLimit],
  innocent: [oneCopy],
  check: (facts) =>
    copiesAgree(
      facts,
      [
        ['Copyright', exif],
        ['CopyrightNotice', iptc],
        ['Rights', { ...xmp, place: 'XMP-dc' }],
      ],
      { en: 'the copyright notice', zh: '版权声明' },
    ),
};

const cameras: MetadataRule = {
  id: 'agreement.camera',
  title: localized('Camera alike in Exif and XMP', 'Exif 与 XMP 中的相机一致'),
  cite: `${reconcile}; ISO 16684-1:2019 tiff:Make, tiff:Model`,
  proposition: 'as-declared',
  limits: [encodingLimit],
  innocent: [oneCopy],
  check(facts) {
    const make = copiesAgree(
      facts,
      [
        ['Make', exif],
        ['Make', { ...xmp, place: 'XMP-tiff' }],
      ],
      { en: 'the maker', zh: '厂商' },
    );
    if (make.state === 'inconsistent') return make;
    const model = copiesAgree(
      facts,
      [
        ['Model', exif],
        ['Model', { ...xmp, place: 'XMP-tiff' }],
      ],
      { en: 'the model', zh: '型号' },
    );
    return model.state === 'not-applicable' ? make : model;
  },
};

export const agreementRules: readonly MetadataRule[] = [
  duplicateTags,
  digest,
  creators,
  descriptions,
  rights,
  cameras,
];
