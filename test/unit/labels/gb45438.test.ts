import { describe, expect, it } from 'vitest';
import { attributedTo } from '#core/labels/gb45438/entities.ts';
import { guidePlaces } from '#core/labels/gb45438/places.ts';
import { creditCodeIsSound, readProviderCode } from '#core/labels/gb45438/provider-code.ts';
import { standard } from '#core/labels/standards/gb45438-aigc.ts';
import { aigcFields, aigcJson, aigcPacket } from '../../fixtures/make/aigc.ts';
import { carriedText, carriedXmp, checkCodes, statementsOf } from '../../support/label-payloads.ts';

const one = (key: string, text: string) => {
  const found = statementsOf([carriedText(key, text)], 'epub');
  expect(found).toHaveLength(1);
  return found[0]!;
};

describe('provider codes', () => {
  // Printed in public files and documentation; check digits by GB 32100-2015.
  const published = [
    '91110102MACQD9K640',
    '9144030008867405X2',
    '91110108335469089C',
    '91440300708461136T',
    '91440101MA9Y9T4H7A',
    '91330106MA2CFLDG4R',
    '91110000802100433B',
    '91110105MACJ6K1C8A',
    '91340100MAEB4N8H76',
    '91440300MA5G49LC9K',
    '91110102MAD55U9H0F',
    '91310104MACE0YX639',
    '91320118MAK93FC72D',
  ];

  it('published credit codes are sound, and with any one character changed they are not', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    for (const code of published) {
      expect([code, creditCodeIsSound(code)]).toEqual([code, true]);
      for (let at = 0; at < 18; at += 1) {
        const other = alphabet[(alphabet.indexOf(code[at]!) + 1) % 31];
        expect(creditCodeIsSound(code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
      }
    }
  });

  it('name a legal entity, in words that do not prove it', () => {
    expect(readProviderCode('001191440300708461136T1XGW3')).toEqual({
      form: 'code',
      creditCode: '91440300708461136T',
      checkDigit: 'right',
      service: 'generation',
      extension: 'XGW3',
    });
    expect(readProviderCode('001191110102MACQD9K64028705')).toMatchObject({ service: 'propagation' });
    expect(attributedTo('91440300708461136T')?.en).toBe('Tencent');
    const statement = one('AIGC', aigcJson({ ContentProducer: '001191440300708461136T1XGW3' }));
    const check = statement.checks.find(({ code }) => code === 'entity-contentproducer');
    expect(check).toMatchObject({ severity: 'information' });
    expect(check?.text.en).toContain('is attributed to Tencent; a code names a legal entity, not a product');
    expect(checkCodes(one('AIGC', aigcJson({ ContentProducer: '001191110102MAD55U9H0F10002' })))).toEqual([]);
  });
});

describe('wild variants', () => {
  it('V1: Label AIGC, a bare name, a bare signature', () => {
    const statement = one(
      'AIGC',
      aigcJson({
        Label: 'AIGC',
        ContentProducer: 'Minimax Agent AI',
        ProduceID: '0'.repeat(32),
        ReservedCode1: `3045022100${'a1'.repeat(32)}0220${'7b'.repeat(32)}`,
      }),
    );
    expect(statement).toMatchObject({ kind: 'label', meaning: 'unclear', standing: 'unsupported' });
    expect(checkCodes(statement, 'departs')).toEqual(['label-value']);
    expect(checkCodes(statement)).toEqual(
      expect.arrayContaining(['name-contentproducer', 'entity-contentproducer', 'reserved-bare-signature-1']),
    );
  });

  it('V2, V3, V6, V7: what producers put into ReservedCodes is named, and decides nothing', () => {
    const cases: readonly (readonly [value: unknown, form: string, standing?: string])[] = [
      [Buffer.alloc(135, 0x5a).toString('base64'), 'base64'],
      ['0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d', 'uuid'],
      [-461168601842738, 'number'],
      ['d41d8cd98f00b204e9800998ecf8427e', 'digest'],
      ['L-9f86d081884c7d659a2feaa0c55ad015', 'prefixed'],
      ['some words', 'other'],
    ];
    for (const [value, form] of cases) {
      const statement = one('AIGC', aigcJson({ ReservedCode1: value, ReservedCode2: value }));
      expect([form, statement.standing, statement.meaning]).toEqual([form, 'unsigned', 'generated']);
      expect(checkCodes(statement, 'information')).toEqual([`reserved-${form}-1`, `reserved-${form}-2`]);
      expect(checkCodes(statement, 'departs')).toEqual([]);
    }
  });

  it('V4: Tencent Cloud’s older schema has a reading of its own, and none as the standard’s', () => {
    const fields = { ServiceProvider: '腾讯云', ServiceUser: '某用户', Time: '2024-11-01', ContentId: 'c-1' };
    for (const [key, text] of [
      ['AIGC', JSON.stringify(fields)],
      ['AIGC', JSON.stringify({ AIGC: fields })],
      ['IFD0 ImageDescription', JSON.stringify({ AIGC: fields })],
    ] as const) {
      const statement = one(key, text);
      expect(statement).toMatchObject({
        standard: 'tencent-cloud-aigc',
        kind: 'label',
        meaning: 'generated',
      });
      expect(statement.asserted[0]).toEqual({ role: 'producer', name: '腾讯云' });
      expect(statement.fields.filter(({ personal }) => personal).map(({ name }) => name)).toEqual([
        'ServiceUser',
      ]);
    }
  });

  it('V5: misspelt and lower-camel keys are read, and it is said as what', () => {
    const misspelt = aigcJson()
      .replace('ReservedCode1', 'ReserveCode1')
      .replace('ContentPropagator', 'Propagator')
      .replace('PropagateID', 'PropatorID');
    const statement = one('AIGC', misspelt);
    expect(checkCodes(statement, 'departs')).toEqual([
      'spelling-reservedcode1',
      'spelling-contentpropagator',
      'spelling-propagateid',
    ]);
    expect(statement.asserted.map(({ role }) => role)).toEqual(['producer', 'platform']);
    const texts = statement.checks.map(({ text }) => text.en);
    expect(texts).toContain('“PropatorID” is read as PropagateID: a misspelling known from public software');
    const camel = one('AIGC', aigcJson().replace('"ContentProducer"', '"contentProducer"'));
    expect(camel.checks[0]?.text.en).toBe(
      '“contentProducer” is read as ContentProducer: letter case differs from the standard',
    );
  });

  it('V8: broken off, emptied, twice and nested', () => {
    const cut = one('AIGC', aigcJson().slice(0, 40));
    expect(cut).toMatchObject({ kind: 'label', meaning: 'generated' });
    expect(checkCodes(cut, 'departs')).toEqual(['truncated']);
    expect(one('AIGC', '{"ContentProducer":"x","Lab')).toMatchObject({ kind: 'residue', meaning: 'unclear' });
    expect(one('AIGC', '  ')).toMatchObject({ kind: 'residue' });
    expect(one('AIGC', aigcJson().replaceAll('"', '\\"'))).toMatchObject({ meaning: 'generated' });
    expect(checkCodes(one('AIGC', aigcJson().replace('{', '{"Label":"3",')), 'departs')).toEqual([
      'repeated-label',
    ]);
  });

  it('V9 and other people’s objects are not the standard’s', () => {
    for (const text of [
      '{"aigc_info":{"aigc_label_type":0,"source_info":"dreamina"},"data":{"product":"dreamina","exportType":"generation"}}',
      '{"aigc_label_type":2}',
      '{"Label":"1"}',
      'about AIGC {"style":"x"}',
    ])
      expect(
        statementsOf([carriedText('UserComment', text)]).filter(({ standard: id }) => id === 'gb45438-aigc'),
      ).toEqual([]);
  });

  it('a list without keys is known by its fields, and that departs', () => {
    const statement = one('ilst', aigcJson());
    expect(statement).toMatchObject({ meaning: 'generated' });
    expect(checkCodes(statement, 'departs')).toEqual(['keyless']);
    expect(checkCodes(one('com.example.AIGC_data', aigcJson()))).toEqual([]);
  });
});

describe('places of the guides', () => {
  it('every format of the guides has its number, and only that place is free of remark', () => {
    const places: readonly (readonly [format: never, place: string, key: string, guide: string])[] = (
      [
        ['mp4', 'moov/udta/meta keys', 'AIGC', 'TC260-PG-20257A'],
        ['mov', 'moov/udta/meta keys', 'AIGC', 'TC260-PG-20257A'],
        ['m4a', 'moov/udta/meta keys', 'AIGC', 'TC260-PG-202510A'],
        ['avi', 'LIST INFO', 'AIGC', 'TC260-PG-20257A'],
        ['wav', 'RIFF chunk', 'AIGC', 'TC260-PG-202510A'],
        ['mp3', 'ID3v2.4', 'TXXX:AIGC', 'TC260-PG-202510A'],
        ['flac', 'Vorbis comment', 'aigc', 'TC260-PG-202510A'],
        ['docx', 'docProps/custom.xml', 'AIGC', 'TC260-PG-20258A'],
        ['pdf', 'Info dictionary', 'AIGC', 'TC260-PG-20258A'],
        ['markdown', 'front matter', 'AIGC', 'TC260-PG-20258A'],
      ] as const
    ).map((row) => row as never);
    for (const [format, place, key, guide] of places) {
      expect([format, guidePlaces.get(format)?.guide]).toEqual([format, guide]);
      expect(checkCodes(standard.read([carriedText(key, aigcJson(), place)], format)[0])).toEqual([]);
      const elsewhere = standard.read([carriedText('Comment', `AIGC${aigcJson()}`, 'elsewhere')], format)[0];
      expect([format, checkCodes(elsewhere)]).toEqual([format, ['place']]);
      expect(elsewhere?.checks[0]?.cite).toBe(guide);
      const packet = standard.read([carriedXmp(aigcPacket(aigcJson()), 'uuid XMP')], format)[0];
      expect([format, checkCodes(packet)]).toEqual([format, ['place']]);
    }
    expect(checkCodes(standard.read([carriedText('AIGC', aigcJson(), 'LIST INFO')], 'wav')[0])).toEqual([
      'place',
    ]);
    // Of other formats no guide was read: no remark.
    expect(checkCodes(standard.read([carriedText('AIGC', aigcJson(), 'anywhere')], 'epub')[0])).toEqual([]);
  });

  it('a label in JSON-LD of a scene is read with its namespace', () => {
    const packet = JSON.stringify({
      packets: [
        {
          '@context': {
            TC260: 'http://www.tc260.org.cn/ns/AIGC/1.0/',
            Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
          },
          'TC260:AIGC': aigcJson(),
          'Iptc4xmpExt:DigitalSourceType': {
            '@id': 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
          },
        },
      ],
    });
    expect(
      statementsOf([carriedText('KHR_xmp_json_ld', packet)], 'glb').map(({ standard: id, meaning }) => [
        id,
        meaning,
      ]),
    ).toEqual([
      ['gb45438-aigc', 'generated'],
      ['iptc-digital-source-type', 'generated'],
    ]);
  });
});

describe('what is written', () => {
  const carrier = (writes: readonly ('text' | 'xmp')[]) =>
    ({
      id: 'c',
      formats: [],
      places: [],
      writes,
      read: () => {
        throw new Error('not read');
      },
    }) as never;
  const compose = (request: object, existing: object[] = [], format = 'mp4') =>
    standard.compose!(
      { standard: 'gb45438-aigc', ...request },
      { format: format as never, carrier: carrier(['text', 'xmp']), existing: existing as never },
    );
  const held = (text: string, place = 'moov/udta/meta keys', key = 'AIGC') =>
    standard.read([carriedText(key, text, place)], 'mp4').map((own) => ({ ...own, carrier: 'c' }));
  const value = (answer: ReturnType<typeof compose>): Record<string, unknown> => {
    if (!answer.ok) throw new Error(answer.reason.en);
    const [entry] = answer.entries;
    return JSON.parse(entry!.kind === 'text' ? entry!.value : entry!.properties[0].value) as Record<
      string,
      unknown
    >;
  };
  const reason = (answer: ReturnType<typeof compose>): string => (answer.ok ? 'written' : answer.reason.en);

  it('a first label has all seven fields in the standard’s order, the propagator’s pair from the producer', () => {
    const answer = compose({ producer: 'My service', produceId: 'p-1' });
    expect(Object.entries(value(answer))).toEqual([
      ['Label', '1'],
      ['ContentProducer', 'My service'],
      ['ProduceID', 'p-1'],
      ['ReservedCode1', ''],
      ['ContentPropagator', 'My service'],
      ['PropagateID', 'p-1'],
      ['ReservedCode2', ''],
    ]);
    expect(answer).toMatchObject({ entries: [{ kind: 'text', key: 'AIGC' }] });
    expect(compose({ producer: 'a', produceId: 'b' }, [], 'png')).toMatchObject({
      entries: [{ kind: 'xmp', properties: [{ name: 'AIGC', uri: 'http://www.tc260.org.cn/ns/AIGC/1.0/' }] }],
    });
    expect(reason(compose({ producer: 'a' }))).toContain('give the producer');
    expect(reason(compose({ propagator: 'a', propagateId: 'b' }))).toContain('give the producer');
    expect(reason(compose({ producer: 'a', produceId: 'b', propagator: 'c' }))).toContain('both');
  });

  it('a platform sets its pair and nothing else', () => {
    const old = aigcJson({ Label: '2', ReservedCode1: 'kept', ReservedCode2: 'theirs', Extra: 7 });
    const answer = compose({ propagator: 'A platform', propagateId: '9' }, held(old));
    expect(value(answer)).toEqual({
      ...aigcFields,
      Label: '2',
      ReservedCode1: 'kept',
      ContentPropagator: 'A platform',
      PropagateID: '9',
      ReservedCode2: '',
      Extra: 7,
    });
    // Written anew in the standard’s spelling.
    const camel = '{"label":1,"contentProducer":"kling","produceID":"k"}';
    expect(value(compose({ propagator: 'p', propagateId: '9' }, held(camel)))).toMatchObject({
      Label: '1',
      ContentProducer: 'kling',
      ProduceID: 'k',
    });
  });

  it('is refused when it would lower, replace, double or overwrite what cannot be read', () => {
    for (const [from, to] of [
      ['1', '2'],
      ['1', '3'],
      ['2', '3'],
    ] as const)
      expect(reason(compose({ label: to }, held(aigcJson({ Label: from }))))).toContain('never lowered');
    expect(value(compose({ label: '1' }, held(aigcJson({ Label: '3' }))))).toMatchObject({ Label: '1' });
    expect(reason(compose({ producer: 'other' }, held(aigcJson())))).toContain('kept and not replaced');
    const copies = [...held(aigcJson()), ...held(aigcJson({ Label: '3' }), 'elsewhere')];
    expect(reason(compose({ label: '1' }, copies))).toContain('its copies differ');
    expect(reason(compose({ label: '1' }, held(aigcJson().slice(0, 40))))).toContain('cannot be read whole');
    expect(reason(compose({ label: '1' }, held('{"ContentProducer":"x","La')))).toContain(
      'cannot be read whole',
    );
    expect(reason(compose({ label: '1' }, held(aigcJson({ Label: 'AIGC' }))))).toContain(
      'cannot be read whole',
    );
    expect(reason(compose({ label: '1' }, held(`AIGC${aigcJson()}`, 'udta', '©cmt')))).toContain(
      'second copy',
    );
    // An empty shell stands in nobody’s way.
    expect(value(compose({ producer: 'a', produceId: 'b' }, held('')))).toMatchObject({ Label: '1' });
  });
});

describe('the head of a page', () => {
  it('is no label because a word in it is AIGC', () => {
    for (const text of ['true', 'notes on generative art', '{"enabled":true}', '["a","b"]']) {
      expect(statementsOf([carriedText('AIGC', text, 'front matter')], 'markdown')).toEqual([]);
      expect(statementsOf([carriedText('meta:AIGC', text, 'meta')], 'html')).toEqual([]);
    }
    // In a container's own slot the same words are somebody's attempt at a label.
    expect(statementsOf([carriedText('AIGC', 'true', 'RIFF WAVE chunk')], 'wav')).toHaveLength(1);
  });

  it('is one as soon as it holds a field of the standard', () => {
    expect(statementsOf([carriedText('AIGC', '{"Label":"1"}', 'front matter')], 'markdown')).toMatchObject([
      { meaning: 'generated', kind: 'label' },
    ]);
  });
});

it('a list that has to stand in moov beside an iTunes list is a remark and no fault', () => {
  const [label] = statementsOf([carriedText('AIGC', aigcJson(), 'moov/meta keys')], 'm4a');
  expect(checkCodes(label, 'information')).toContain('place');
  expect(checkCodes(label, 'warning')).not.toContain('place');
});
