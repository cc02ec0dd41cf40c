import { localized } from '#shared/domain/localized.ts';
import { exif, type MetadataFacts, shown } from './facts.ts';
import { consistent, contradicts, inconclusive, type MetadataRule, notApplicable } from './rule.ts';

/**
 * Makers whose cameras have always written maker notes, and the ExifTool tables their notes decode by.
 * Several sold cameras made by others; those tables are allowed too. Source: ExifTool 13.59
 * lib/Image/ExifTool/MakerNotes.pm.
 */
const makers: readonly { readonly make: RegExp; readonly tables: RegExp }[] = [
  { make: /^canon\b/i, tables: /^(Canon|CanonRaw|CanonCustom)/ },
  { make: /^nikon/i, tables: /^(Nikon|NikonCapture|NikonCustom|NikonSettings)/ },
  { make: /^(sony|sony ericsson)/i, tables: /^(Sony|Minolta|SonyIDC)/ },
  { make: /^fuji/i, tables: /^FujiFilm/ },
  { make: /^panasonic/i, tables: /^Panasonic/ },
  { make: /^leica/i, tables: /^(Panasonic|Leica)/ },
  { make: /^(olympus|om digital)/i, tables: /^(Olympus|Unknown)/ },
  { make: /^(pentax|asahi)/i, tables: /^(Pentax|Casio)/ },
  { make: /^ricoh/i, tables: /^(Ricoh|Pentax)/ },
  { make: /^casio/i, tables: /^(Casio|Kodak)/ },
  { make: /^(konica minolta|minolta)/i, tables: /^(Minolta|Sony)/ },
  { make: /^sigma/i, tables: /^(Sigma|Panasonic)/ },
  { make: /^apple$/i, tables: /^Apple/ },
];

const namedTables =
  /^(Canon|Nikon|Sony|FujiFilm|Panasonic|Olympus|Pentax|Ricoh|Casio|Minolta|Sigma|Apple|Samsung|Kodak|Sanyo|HP|JVC|Reconyx|DJI|GoPro|FLIR|Leica|Motorola|Google|PhaseOne|GE)\b/;

function noteTables(facts: MetadataFacts): readonly string[] {
  const tables = new Set<string>();
  for (const tag of facts.tags) {
    if (tag.group !== 'MakerNotes') continue;
    const table = namedTables.exec(tag.table)?.[0];
    if (table !== undefined) tables.add(table);
  }
  return [...tables];
}

const missingNotes: MetadataRule = {
  id: 'maker.notes-missing',
  title: localized('Maker notes of a maker that writes them', '厂商注释是否存在'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tag MakerNote; P. Harvey, ExifTool maker note tables; E. Kee, M. K. Johnson, H. Farid, “Digital Image Authentication from JPEG Headers”, IEEE TIFS 6(3), 2011',
  proposition: 'camera-original',
  limits: [
    localized(
      'Known for the makers’ main camera lines since Exif 2.2 (2002), not for every model they sold.',
      '适用于 Exif 2.2（2002 年）以来厂商的主要相机系列，不保证适用于其全部型号。',
    ),
  ],
  innocent: [
    localized(
      'Editors, messengers, websites and privacy tools drop maker notes and keep the rest.',
      '编辑软件、通讯软件、网站和隐私工具会删除厂商注释而保留其他内容。',
    ),
    localized(
      'A telephone application wrote the file instead of the system camera.',
      '文件由手机应用而非系统相机写入。',
    ),
  ],
  check(facts) {
    const make = facts.first('Make', exif);
    if (make === undefined || !facts.claimsCamera() || facts.media.format !== 'jpeg') return notApplicable;
    const maker = makers.find((entry) => entry.make.test(make.readable.trim()));
    if (maker === undefined || !(Number(facts.text('ExifVersion', exif)) >= 220)) return notApplicable;
    // Notes that cannot be decoded are there all the same: ExifTool then complains of them.
    const present =
      facts.tags.some((tag) => tag.group === 'MakerNotes' || /^MakerNote/.test(tag.name)) ||
      facts.warnings.some((line) => /maker ?notes/i.test(line));
    const compared = [
      shown(make),
      { field: 'MakerNote', value: present ? noteTables(facts).join(', ') || 'present' : '—' },
    ];
    if (present) return consistent(compared);
    return contradicts(
      'moderate',
      localized(
        'The maker named writes its own notes into every picture; this file has none.',
        '所称厂商会在每张照片中写入自己的注释，而该文件没有。',
      ),
      compared,
    );
  },
};

const foreignNotes: MetadataRule = {
  id: 'maker.notes-foreign',
  title: localized('Maker notes fit the maker', '厂商注释与厂商相符'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tags Make and MakerNote; P. Harvey, ExifTool lib/Image/ExifTool/MakerNotes.pm',
  proposition: 'as-declared',
  limits: [
    localized(
      'Only notes of makers that are told apart by their own signature are compared.',
      '仅比较可由自身特征区分的厂商注释。',
    ),
  ],
  innocent: [
    localized(
      'The camera was built by another company and sold under this name.',
      '该相机由其他公司制造并以此品牌销售。',
    ),
  ],
  check(facts) {
    const make = facts.first('Make', exif);
    const tables = noteTables(facts);
    if (make === undefined || tables.length === 0) return notApplicable;
    const maker = makers.find((entry) => entry.make.test(make.readable.trim()));
    if (maker === undefined) return notApplicable;
    const compared = [shown(make), { field: 'MakerNote', value: tables.join(', ') }];
    if (tables.some((table) => maker.tables.test(table))) return consistent(compared);
    return contradicts(
      'moderate',
      localized(
        `The file names one maker but carries the notes of another (${tables.join(', ')}).`,
        `文件自称的厂商与其中的厂商注释（${tables.join('、')}）不符。`,
      ),
      compared,
    );
  },
};

const movedNotes: MetadataRule = {
  id: 'maker.notes-moved',
  title: localized('Maker notes stand where they were written', '厂商注释未被移动'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tag MakerNote (must not be moved); ExifTool FAQ 15: damage to maker notes by other software',
  proposition: 'camera-original',
  limits: [localized('Some cameras write wrong offsets themselves.', '某些相机自身写入的偏移量就不正确。')],
  innocent: [
    localized(
      'A viewer rotated the picture or added a caption and rewrote the Exif block.',
      '看图软件旋转图片或添加说明时重写了 Exif 块。',
    ),
  ],
  check(facts) {
    const notes = facts.tags.find((tag) => tag.group === 'MakerNotes');
    if (notes === undefined) return notApplicable;
    const complaint = facts.warnings.find((line) =>
      /maker ?notes.*(offset|base)|(offset|base).*maker ?notes/i.test(line),
    );
    if (complaint === undefined) return consistent([{ field: 'MakerNote', value: notes.place }]);
    return inconclusive(
      localized(
        'The maker notes were moved without correcting the offsets inside: the Exif block was rewritten.',
        '厂商注释被移动而内部偏移量未更正：Exif 块被重写过。',
      ),
      [{ field: 'MakerNote', value: complaint }],
    );
  },
};

export const makerRules: readonly MetadataRule[] = [missingNotes, foreignNotes, movedNotes];
