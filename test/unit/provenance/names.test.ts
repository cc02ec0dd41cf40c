import { describe, expect, it } from 'vitest';
import { nameChecks } from '#core/provenance/checks/look-alike.ts';
import { hiddenCharacters, mixedWords, visible } from '#core/provenance/checks/name-characters.ts';
import { foldedName, oneLetterApart, skeleton } from '#core/provenance/checks/name-folding.ts';
import { CredentialObservation } from '#shared/domain/credential-detail.ts';

const check = (
  organisation: string | null,
  change: { listed?: boolean; common?: string; loaded?: boolean } = {},
) =>
  nameChecks(
    [
      {
        manifest: 'urn:c2pa:1',
        subject: { organisation, common: change.common ?? 'Signing Service', unit: null },
        listed: change.listed ?? false,
      },
    ],
    { names: ['Snowball Authentication Ltd', 'castLabs GmbH'], loaded: change.loaded ?? true },
  ).map((one) => CredentialObservation.parse(one));
const ids = (found: readonly CredentialObservation[]): string[] => found.map(({ id }) => id);

describe('names that are known', () => {
  it.each(['Adobe Inc.', 'ADOBE, Incorporated', 'Adobe Systems', 'Leica Camera', 'castlabs', 'Truepic'])(
    'says that %s is on no list',
    (name) => {
      const [found, ...rest] = check(name);
      expect(rest).toEqual([]);
      expect(found).toMatchObject({ id: 'look-alike-signer', severity: 'warning' });
    },
  );

  it('is silent about a listed signer of the same name', () => {
    for (const name of ['Adobe Inc.', 'Google LLC', 'castLabs GmbH'])
      expect(check(name, { listed: true })).toEqual([]);
  });

  it('says that nothing can be told without lists', () => {
    const [found] = check('Adobe Inc.', { loaded: false });
    expect(found).toMatchObject({ id: 'look-alike-signer', severity: 'notice' });
    expect(found?.statement.en).toContain('no list is loaded');
  });

  it('looks at the common name too', () => {
    expect(ids(check('Example', { common: 'Nikon Corporation' }))).toEqual(['look-alike-signer']);
    expect(check(null, { common: 'Example' })).toEqual([]);
  });
});

describe('names that look alike', () => {
  it.each([
    ['Cyrillic letters', '\u0410d\u043ebe Inc.', 'name-mixed-scripts'],
    ['Greek capitals', '\u039dikon Corporation', 'name-mixed-scripts'],
    ['Armenian letters', 'G\u0585\u0585gle LLC', 'name-mixed-scripts'],
    ['a dotless i', 'N\u0131kon Corporation', null],
    ['capital I for l', 'GoogIe LLC', null],
    ['a digit for a letter', 'Ad0be Inc.', null],
    ['l for I in the legal form', 'Adobe lnc.', null],
    ['rn for m', 'Sarnsung Electronics', null],
    ['fullwidth letters', '\uff21\uff44\uff4f\uff42\uff45 Inc.', null],
    ['mathematical letters', '\u{1d400}dobe Inc.', null],
    ['diacritics', 'Adob\u0117 Inc.', null],
    ['a space more', 'Micro soft Corporation', null],
    ['a zero-width space', 'Ado\u200bbe Inc.', 'name-invisible-characters'],
    ['a soft hyphen', 'Micro\u00adsoft', 'name-invisible-characters'],
    ['a direction override', '\u202eebodA\u202c', 'name-invisible-characters'],
    ['tag characters', 'OpenAI\u{e0041}', 'name-invisible-characters'],
    ['a Hangul filler', 'Sony\u3164', 'name-invisible-characters'],
  ])('finds %s', (_what, name, also) => {
    const found = ids(check(name));
    if (also !== null) expect(found).toContain(also);
    // A reversed name has no skeleton of its own: the direction is what is told.
    if (!name.includes('\u202e')) expect(found).toContain('look-alike-signer');
  });

  it('finds one letter more, less or exchanged, as a notice', () => {
    for (const name of [
      'Microsft Corporation',
      'Mircosoft',
      'Truepiic',
      'Adobbe',
      'Fujifllm GmbH',
      'Digimark',
    ])
      expect(ids(check(name))).toEqual(['look-alike-signer']);
    expect(check('Microsft')[0]?.severity).toBe('notice');
    expect(check('Fujifllm')[0]?.severity).toBe('warning');
  });

  it('looks at the characters of listed signers as well', () => {
    expect(ids(check('\u0410dobe Inc.', { listed: true }))).toEqual(['name-mixed-scripts']);
  });

  it('shows what cannot be seen', () => {
    const [found] = check('Ado\u200bbe Inc.');
    expect(found?.statement.en).toContain('Ado⟨U+200B⟩be');
    expect(found?.expert.en).toContain('U+200B @3');
    expect(visible('\u202eabc')).toBe('⟨U+202E⟩abc');
    expect(visible('x'.repeat(300))).toHaveLength(201);
  });
});

describe('names of others', () => {
  /** Companies and institutions of many countries and lengths, none of them imitating another. */
  const others =
    `3M Company;A.P. Møller – Mærsk A/S;ABB Ltd;Abbott Laboratories;Accenture plc;Acme Corporation;Adidas AG;Adolphe Photo SARL;
Airbus SE;Allianz SE;Alphabet Inc.;American Express Company;Amgen Inc.;Ample Organics;Anheuser-Busch InBev;Aon plc;Apache Corporation;
Applied Materials, Inc.;ARD;ASML Holding N.V.;AstraZeneca PLC;AT&T Inc.;Axel Springer SE;Bayer AG;BMW AG;Boeing;BP p.l.c.;Brother Industries;
Cannes Festival;Caterpillar Inc.;Chevron;Cisco Systems, Inc.;Citigroup Inc.;Coca-Cola;Comcast;Costco;Credit Suisse;Danone;Dell Technologies;
Deloitte;Dow Inc.;DuPont;eBay Inc.;Electronic Arts;Eli Lilly and Company;Ericsson;Exxon Mobil;FedEx;Ferrari N.V.;Ford Motor Company;
Gazprom;General Electric;Gilead Sciences;GlaxoSmithKline;Goldman Sachs;Guardian News & Media;Heineken N.V.;Hitachi, Ltd.;Honda;HP Inc.;
HSBC Holdings plc;IBM;IKEA;Infineon Technologies AG;Infosys;Intuit Inc.;Johnson & Johnson;JPMorgan Chase;Kodak;Konica Minolta;Kyocera;
L'Oréal S.A.;Le Monde;Lenovo Group Limited;LG Electronics Inc.;LVMH;Mastercard;Mattel;McDonald's;Merck KGaA;Metro AG;MetLife;Micron Technology;
Minolta;Mitsubishi Electric;Monika Photography;Münchener Rück;NEC Corporation;Nestlé S.A.;Netflix, Inc.;NHK;Nike, Inc.;Nikkei Inc.;Nokia Corporation;
Novartis;NTT;Oracle Corporation;Orange S.A.;Pentax;PepsiCo;Pfizer Inc.;Philips;Phase One A/S;Polaroid;Porsche AG;Procter & Gamble;Publicis;
Renault;Rolls-Royce;SAP SE;Sharp Corporation;Shell plc;Siemens AG;Société Générale;Spotify AB;Starbucks;Süddeutsche Zeitung;T-Mobile;Tamron Co., Ltd.;
Target Corporation;Tata Motors;Telefónica;Tesla, Inc.;Texas Instruments;The Guardian;The Walt Disney Company;Thales;Toshiba;TotalEnergies;Toyota;
Uber;UBS;Unilever;UPS;Vodafone Group plc;Volkswagen AG;Volvo;Walmart Inc.;Wells Fargo;Yahoo;Yamaha;ZDF;Zeiss;Zoom Video Communications;
Яндекс;ООО «Яндекс»;Газпром нефть;Лаборатория Касперского;Ελληνικά Πετρέλαια;Εθνική Τράπεζα;株式会社ニコンイメージング製品;任天堂株式会社;トヨタ自動車株式会社;
中国移动通信集团有限公司;比亚迪股份有限公司;삼성물산 주식회사;현대자동차;شرکت ملی نفت;أرامكو السعودية;חברת החשמל;रिलायंस इंडस्ट्रीज़;บริษัท ปตท;
Photo Studio Ltd;Media AI Labs;Content Authenticity Services;C2PA Test Signing Cert;Assay Test Authority;Test Root CA;Free Press;John Doe;Jane Q. Public;
Leica Geosystems AG;Canon Law Society;Sonic Foundry;Sigma-Aldrich;Meta Data Solutions Bureau;Apple Tree Nursery;Intelsat;Deltek;Amazonas Film;Open Systems International`
      .split(/;\s*/u)
      .map((name) => name.trim());

  it('are left alone', () => {
    expect(others.length).toBeGreaterThan(170);
    const accused = others.filter((name) => check(name, { common: name }).length > 0);
    expect(accused).toEqual([]);
  });

  it('are left alone in scripts where joiners are letters’ own, and where scripts mix as they should', () => {
    expect(hiddenCharacters('می\u200cخواهم')).toEqual([]);
    expect(mixedWords('Яндекс LLC')).toEqual([]);
    expect(mixedWords('NTTドコモ株式会社')).toEqual([]);
    expect(mixedWords('µTorrent')).toEqual([]);
  });
});

describe('folding', () => {
  it('takes legal forms, case, width and diacritics away', () => {
    const forms = [
      'Example',
      'EXAMPLE, Inc.',
      'Example GmbH & Co. KG',
      'Ｅｘａｍｐｌｅ L.L.C.',
      'Éxample B.V.',
    ];
    expect(new Set(forms.map(foldedName))).toEqual(new Set(['example']));
    expect(foldedName('例子有限公司')).toBe('例子');
    expect(foldedName('Inc.')).toBe('inc');
  });

  it('gives the skeletons that the examples of UTS #39 call confusable', () => {
    // UTS #39 §4: “paypal” with Cyrillic а, and “scope” in Cyrillic letters only.
    expect(skeleton('p\u0430yp\u0430l')).toBe(skeleton('paypal'));
    expect(skeleton('\u0455\u0441\u043e\u0440\u0435')).toBe(skeleton('scope'));
    expect(skeleton('')).toBe('');
  });

  it('counts one letter', () => {
    for (const [one, other] of [
      ['abc', 'ab'],
      ['abc', 'xabc'],
      ['abc', 'abx'],
      ['abcd', 'acbd'],
    ] as const)
      expect(oneLetterApart(one, other)).toBe(true);
    for (const [one, other] of [
      ['abc', 'abc'],
      ['abc', 'a'],
      ['abcd', 'badc'],
      ['abc', 'cba'],
    ] as const)
      expect(oneLetterApart(one, other)).toBe(false);
  });
});
