import { describe, expect, it } from 'vitest';
import { standards } from '#core/labels/standards.generated.ts';
import { sourceTypePacket, sourceTypePrefix, xmpPacket } from '../../fixtures/make/xmp.ts';
import { carriedText, carriedXmp, checkCodes, statementsOf } from '../../support/label-payloads.ts';

const ids = (payloads: Parameters<typeof statementsOf>[0]) =>
  statementsOf(payloads).map(({ standard, meaning }) => [standard, meaning]);
const iptc = 'xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"';

describe('IPTC 2025.1', () => {
  it('wrong names of AI properties are read and named', () => {
    const inside = '<e:AISystemVersion>4.0</e:AISystemVersion><e:AIPromptInfo>a bridge</e:AIPromptInfo>';
    const [statement, ...rest] = statementsOf([carriedXmp(xmpPacket(inside, iptc))]);
    expect(rest).toEqual([]);
    expect(statement).toMatchObject({ standard: 'iptc-digital-source-type', meaning: 'possibly-generated' });
    expect(checkCodes(statement, 'warning')).toEqual(['misnamed-aisystemversion', 'misnamed-aipromptinfo']);
    expect(statement?.checks[0]?.text.en).toContain('AISystemVersionUsed is meant');
  });
});

describe('credit lines of Google and Apple', () => {
  const credit = (value: string) =>
    carriedXmp(xmpPacket(`<p:Credit>${value}</p:Credit>`, 'xmlns:p="http://ns.adobe.com/photoshop/1.0/"'));

  it('count as whole values in places of credit, and nowhere else', () => {
    const cases: readonly (readonly [value: string, meaning: string])[] = [
      ['Made with Google AI', 'generated'],
      ['Edited with Google AI', 'partly-generated'],
      ['AI-Generated with Google Photos', 'generated'],
      ['Apple Image Playground', 'generated'],
      ['Apple Photos Generative Edit: Clean Up', 'partly-generated'],
    ];
    for (const [value, meaning] of cases) {
      expect(ids([credit(value)])).toEqual([['credit-lines', meaning]]);
      expect(ids([carriedText('2:110 Credit', value, 'APP13 IPTC-IIM')])).toEqual([
        ['credit-lines', meaning],
      ]);
      expect(ids([credit(`Review: ${value}`)])).toEqual([]);
      expect(ids([carriedText('2:120 Caption-Abstract', value)])).toEqual([]);
    }
    expect(ids([credit('Jane Doe / Agency')])).toEqual([]);
  });
});

describe('TikTok', () => {
  const keys = (type: unknown) => [
    carriedText('aigc_info', JSON.stringify({ aigc_label_type: type }), 'moov/udta/meta keys'),
    carriedText('comment', 'vid:v12044gd0000', 'moov/udta/meta keys'),
    carriedText('vid_md5', 'd41d8cd98f00b204e9800998ecf8427e', 'moov/udta/meta keys'),
  ];

  it('says disclosed for 1 and 2, nothing for 0, and never who disclosed', () => {
    for (const type of [1, 2]) {
      const [statement, ...rest] = statementsOf(keys(type), 'mp4');
      expect(rest).toEqual([]);
      expect(statement).toMatchObject({
        standard: 'tiktok-aigc',
        meaning: 'generated',
        standing: 'unsigned',
      });
      expect(statement?.fields.map(({ name }) => name)).toEqual(['aigc_label_type', 'comment', 'vid_md5']);
      expect(statement?.says.en).not.toMatch(/creator|platform/i);
    }
    for (const type of [0, null, 'yes', 17]) expect(ids(keys(type))).toEqual([]);
    expect(ids([carriedText('Comment', '{"aigc_label_type":2}')])).toEqual([]);
  });
});

describe('ByteDance’s private data', () => {
  it('says generation by its export type; a label type of 0 beside it takes nothing away', () => {
    // As Dreamina writes it, from a public description of a picture.
    const text =
      '{"aigc_info":{"aigc_label_type":0,"source_info":"dreamina"},"data":{"os":"web","product":"dreamina","exportType":"generation","pictureId":"0"},"trace_info":{"originItemId":"1"}}';
    const [statement, ...rest] = statementsOf([carriedText('ExifIFD UserComment', text, 'APP1 Exif')]);
    expect(rest).toEqual([]);
    expect(statement).toMatchObject({
      standard: 'bytedance-private',
      meaning: 'generated',
      asserted: [{ role: 'generator', name: 'dreamina' }],
    });
    expect(statement?.fields).toContainEqual({
      name: 'data.exportType',
      value: 'generation',
      personal: false,
    });
    const nested = JSON.stringify({ data: JSON.stringify({ product: 'doubao', exportType: 'generation' }) });
    expect(ids([carriedText('IFD0 ImageDescription', nested)])).toEqual([['bytedance-private', 'generated']]);
    for (const type of [1, 2])
      expect(ids([carriedText('Comment', JSON.stringify({ aigc_info: { aigc_label_type: type } }))])).toEqual(
        [['bytedance-private', 'generated']],
      );
  });

  it('says nothing for an editor’s export', () => {
    for (const text of [
      '{"data":{"os":"android","product":"vicut","exportType":"video"},"source_type":"vicut"}',
      '{"data":{"product":"retouch","exportType":"generation"}}',
      '{"aigc_info":{"aigc_label_type":0,"source_info":"dreamina"}}',
      '{"aigc_type":1}',
    ])
      expect([text, ids([carriedText('Comment', text)])]).toEqual([text, []]);
  });
});

describe('Samsung Galaxy AI', () => {
  const data = (value: object) =>
    carriedText(
      'PhotoEditor_Re_Edit_Data',
      JSON.stringify({ originalPath: '/data/sec/me.jpg', ...value }),
      'SEF trailer',
    );

  it('counts a genAIType other than 0, and no filter or enlarging', () => {
    const [statement, ...rest] = statementsOf([data({ genAIType: 1, isScaleAI: false })]);
    expect(rest).toEqual([]);
    expect(statement).toMatchObject({ standard: 'samsung-galaxy-ai', meaning: 'partly-generated' });
    expect(statement?.fields).toEqual([
      { name: 'originalPath', value: '/data/sec/me.jpg', personal: true },
      { name: 'genAIType', value: '1', personal: false },
      { name: 'isScaleAI', value: 'false', personal: false },
    ]);
    for (const value of [
      { genAIType: 0 },
      { isScaleAI: true },
      { isAIFilterReEditOnly: true },
      { genAIType: -1 },
      {},
    ])
      expect(ids([data(value)])).toEqual([]);
    expect(ids([carriedText('Comment', '{"genAIType":1}')])).toEqual([]);
  });
});

describe('schema.org', () => {
  const term = 'https://schema.org/TrainedAlgorithmicMediaDigitalSource';
  const script = (value: unknown) => statementsOf([carriedText('jsonld', JSON.stringify(value))], 'html');
  const page = (value: unknown, context: unknown = 'https://schema.org') =>
    script({ '@context': context, '@type': 'WebPage', digitalSourceType: value });

  it('is read at any depth, in graphs, lists and objects, under every form of the context', () => {
    for (const context of [
      'https://schema.org',
      'http://schema.org/',
      ['https://example.org', 'https://schema.org'],
      { '@vocab': 'https://schema.org/' },
    ]) {
      const [statement, ...rest] = page(term, context);
      expect(rest).toEqual([]);
      expect(statement).toMatchObject({
        standard: 'schema-org',
        meaning: 'generated',
        raw: term,
        checks: [],
      });
    }
    const graph = {
      '@context': 'https://schema.org',
      '@graph': [
        {
          '@type': 'Article',
          image: [{ '@type': 'ImageObject', contentUrl: 'a.jpg', digitalSourceType: { '@id': term } }],
        },
      ],
    };
    const [inner] = script(graph);
    expect(inner).toMatchObject({ meaning: 'generated' });
    expect(checkCodes(inner)).toEqual(['about-part']);
    expect(inner?.checks[0]?.text.en).toContain('ImageObject a.jpg');
    expect(page([term, 'https://schema.org/DigitalCaptureDigitalSource'])).toHaveLength(2);
    const [statement] = script(graph);
    const [start, length] = statement!.bytes;
    expect(JSON.stringify(graph).slice(start - 100, start - 100 + length)).toBe(term);
  });

  it('is not taken from other vocabularies or broken scripts', () => {
    expect(page(term, 'https://example.org/')).toEqual([]);
    expect(script({ digitalSourceType: term })).toEqual([]);
    const raw = (text: string) => statementsOf([carriedText('jsonld', text)], 'html');
    const context = '"@context":"https://schema.org"';
    expect(raw(`{${context},"digitalSourceType":`)).toMatchObject([{ kind: 'residue', meaning: 'unclear' }]);
    expect(raw('{"digitalSourceType":')).toEqual([]);
    const deep = `${'['.repeat(5000)}{"digitalSourceType":"${term}"}${']'.repeat(5000)}`;
    expect(raw(`{${context},"x":${deep}}`)).toMatchObject([{ kind: 'residue' }]);
  });

  it('names values that are not the vocabulary’s terms', () => {
    const cases: readonly (readonly [value: string, meaning: string, codes: string[]])[] = [
      ['TrainedAlgorithmicMediaDigitalSource', 'generated', ['value-bare-code']],
      ['schema:TrainedAlgorithmicMediaDigitalSource', 'generated', ['value-bare-code']],
      [`${sourceTypePrefix}trainedAlgorithmicMedia`, 'generated', ['value-iptc']],
      ['https://schema.org/MultiFrameComputationalCaptureDigitalSource', 'not-generative', []],
      ['https://schema.org/NonsenseDigitalSource', 'unclear', ['value-unknown']],
    ];
    for (const [value, meaning, codes] of cases) {
      const [statement] = page(value);
      expect([value, statement?.meaning, checkCodes(statement)]).toEqual([value, meaning, codes]);
    }
    for (const key of [
      'microdata:digitalSourceType',
      'rdfa:schema:digitalSourceType',
      'meta:digitalSourceType',
    ])
      expect(ids([carriedText(key, term)])).toEqual([['schema-org', 'generated']]);
  });
});

describe('what IPTC and schema.org write', () => {
  const iptcStandard = standards.find(({ id }) => id === 'iptc-digital-source-type')!;
  const schema = standards.find(({ id }) => id === 'schema-org')!;
  const carrier = {
    id: 'c',
    formats: [],
    places: [],
    writes: ['text', 'xmp'] as const,
    read: () => ({ payloads: [], warnings: [], complete: true }),
  };
  const held = (value: string, extra = '') =>
    iptcStandard
      .read(
        [
          carriedXmp(
            extra === ''
              ? sourceTypePacket(value)
              : xmpPacket(`<e:DigitalSourceType>${value}</e:DigitalSourceType>${extra}`, iptc),
          ),
        ],
        'jpeg',
      )
      .map((own) => ({ ...own, carrier: 'c' }));
  const write = (request: object, existing: ReturnType<typeof held> = []) =>
    iptcStandard.compose!(
      { standard: 'iptc-digital-source-type', sourceType: 'trainedAlgorithmicMedia', ...request },
      { format: 'jpeg', carrier, existing },
    );
  const reason = (answer: ReturnType<typeof write>) => (answer.ok ? 'written' : answer.reason.en);

  it('the term’s identifier and the AI properties, and a stronger type over a weaker one', () => {
    expect(
      write({ system: 'Imagen', prompt: 'a bridge' }, held(`${sourceTypePrefix}digitalCapture`)),
    ).toMatchObject({
      ok: true,
      entries: [
        {
          kind: 'xmp',
          properties: [
            { name: 'DigitalSourceType', value: `${sourceTypePrefix}trainedAlgorithmicMedia` },
            { name: 'AISystemUsed', value: 'Imagen' },
            { name: 'AIPromptInformation', value: 'a bridge' },
          ],
        },
      ],
    });
  });

  it('never a lower one, an unknown one, or another’s AI system', () => {
    const generated = held(`${sourceTypePrefix}trainedAlgorithmicMedia`);
    for (const sourceType of [
      'digitalCapture',
      'compositeWithTrainedAlgorithmicMedia',
      'humanEdits',
      'composite',
    ])
      expect(reason(write({ sourceType }, generated))).toContain('never lowered');
    expect(reason(write({ sourceType: 'nonsense' }))).toContain('not a current term');
    expect(reason(write({ sourceType: 'minorHumanEdits' }))).toContain('not a current term');
    expect(reason(write({}, held(`${sourceTypePrefix}nonsense`)))).toContain('cannot be read');
    const named = held(
      `${sourceTypePrefix}trainedAlgorithmicMedia`,
      '<e:AISystemUsed>Imagen</e:AISystemUsed>',
    );
    expect(reason(write({ system: 'Firefly' }, named))).toContain('kept and not replaced');
    expect(reason(write({ system: 'Imagen' }, named))).toBe('written');
  });

  it('schema.org’s own term into web pages only', () => {
    const ask = (sourceType: string, format: 'html' | 'jpeg' = 'html') =>
      schema.compose!({ standard: 'schema-org', sourceType }, { format, carrier, existing: [] });
    expect(ask('trainedAlgorithmicMedia')).toMatchObject({
      entries: [
        {
          kind: 'text',
          key: 'digitalSourceType',
          value: 'https://schema.org/TrainedAlgorithmicMediaDigitalSource',
        },
      ],
    });
    expect(reason(ask('humanEdits'))).toContain('no term');
    expect(reason(ask('trainedAlgorithmicMedia', 'jpeg'))).toContain('web pages only');
  });
});
