import { describe, expect, it } from 'vitest';
import type { XmpAssignment } from '#core/labels/define.ts';
import { isNamed, readXmp } from '#core/labels/xmp.ts';
import { mergeXmp } from '#core/labels/xmp-merge.ts';
import { aigcJson, aigcPacket } from '../../fixtures/make/aigc.ts';
import {
  aigcNamespace,
  iptcNamespace,
  sourceTypePacket,
  sourceTypePrefix,
  xmpPacket,
} from '../../fixtures/make/xmp.ts';

const aigc = (value = aigcJson()): XmpAssignment => ({
  uri: aigcNamespace,
  prefix: 'TC260',
  name: 'AIGC',
  value,
});
const sourceType: XmpAssignment = {
  uri: iptcNamespace,
  prefix: 'Iptc4xmpExt',
  name: 'DigitalSourceType',
  value: `${sourceTypePrefix}trainedAlgorithmicMedia`,
};

function merge(packet: string | null, ...properties: XmpAssignment[]): string {
  const answer = mergeXmp(packet === null ? null : Buffer.from(packet), properties);
  if (!answer.ok) throw new Error(answer.reason.en);
  return Buffer.from(answer.packet).toString();
}

function refusal(packet: Uint8Array, ...properties: XmpAssignment[]): string {
  const answer = mergeXmp(packet, properties);
  return answer.ok ? 'written' : answer.reason.en;
}

function values(packet: string, { uri, name }: XmpAssignment): string[] {
  const reading = readXmp(Buffer.from(packet));
  if (!reading.ok) throw new Error(reading.problem);
  return reading.properties.filter((property) => isNamed(property, uri, name)).map(({ value }) => value);
}

/** The stretch that differs: what stood there, and what stands there now. */
function difference(before: string, after: string): [string, string] {
  let start = 0;
  while (before[start] === after[start] && start < before.length) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [before.slice(start, before.length - end), after.slice(start, after.length - end)];
}

describe('a new packet', () => {
  it('has the form TC260-PG-20259A shows', () => {
    const packet = merge(null, aigc('{"Label":"1"}'));
    expect(packet).toContain(
      '<rdf:Description rdf:about="" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"><TC260:AIGC>{&quot;Label&quot;:&quot;1&quot;}</TC260:AIGC></rdf:Description>',
    );
    expect(packet.startsWith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>')).toBe(true);
    expect(packet.endsWith('<?xpacket end="w"?>')).toBe(true);
  });

  it('takes several properties, and tells namespaces that ask for one prefix apart', () => {
    const packet = merge(null, aigc(), sourceType, {
      ...sourceType,
      uri: 'urn:other',
      value: '<&>"\'\r\n 标识',
    });
    expect(values(packet, aigc())).toEqual([aigcJson()]);
    expect(values(packet, sourceType)).toEqual([sourceType.value]);
    expect(values(packet, { ...sourceType, uri: 'urn:other' })).toEqual(['<&>"\'\r\n 标识']);
  });
});

describe('a value that stands in the packet', () => {
  it('is replaced where it stands, in every form RDF allows, and nothing else changes', () => {
    const other = { ...sourceType, value: `${sourceTypePrefix}algorithmicMedia` };
    for (const form of ['element', 'attribute', 'resource', 'foreign-prefix'] as const) {
      const before = sourceTypePacket(sourceType.value, form);
      const after = merge(before, other);
      expect([form, ...difference(before, after)]).toEqual([form, 'trainedA', 'a']);
      expect(values(after, sourceType)).toEqual([other.value]);
    }
  });

  it('keeps the form of attributes and the quotes around them', () => {
    const before = aigcPacket('{"a":"1"}', 'attribute').replaceAll('"{', "'{").replaceAll('}"', "}'");
    expect(values(merge(before, aigc(`it's "2"`)), aigc())).toEqual([`it's "2"`]);
  });

  it('gives way whole when it was a list, a structure or qualified', () => {
    const inside = [
      '<q:AIGC><rdf:Bag><rdf:li>one</rdf:li><rdf:li>two</rdf:li></rdf:Bag></q:AIGC>',
      '<q:AIGC rdf:parseType="Resource"><q:Label>1</q:Label></q:AIGC>',
      '<q:AIGC xml:lang="zh">x</q:AIGC>',
      '<q:AIGC/>',
      '<q:AIGC rdf:resource="urn:x"/>',
    ];
    for (const form of inside) {
      const before = xmpPacket(`<q:x>kept</q:x>${form}<q:y>kept</q:y>`, `xmlns:q="${aigcNamespace}"`);
      const after = merge(before, aigc('new {1}'));
      expect(after).toBe(before.replace(form, '<q:AIGC>new {1}</q:AIGC>'));
    }
  });

  it('keeps a namespace that only the replaced element declares', () => {
    for (const name of ['AIGC xmlns', 'q:AIGC xmlns:q']) {
      const [tag] = name.split(' ');
      const before = xmpPacket(`<${name}="${aigcNamespace}" xml:lang="zh">old</${tag}>`);
      expect(merge(before, aigc('new'))).toBe(before.replace(' xml:lang="zh">old', '>new'));
    }
  });

  it('loses its second copies, in whatever description and form', () => {
    const before = [
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
      `<rdf:Description rdf:about="" xmlns:a="${aigcNamespace}">`,
      '  <a:other>1</a:other>',
      '  <a:AIGC>one</a:AIGC>',
      '  <a:AIGC>two</a:AIGC>',
      '</rdf:Description>',
      `<rdf:Description rdf:about="" xmlns:b="${aigcNamespace}" b:AIGC="three" b:more="2"/>`,
      '</rdf:RDF></x:xmpmeta>',
    ].join('\n');
    const after = merge(before, aigc('new'));
    expect(after).toBe(
      before.replace('>one<', '>new<').replace('\n  <a:AIGC>two</a:AIGC>', '').replace(' b:AIGC="three"', ''),
    );
  });
});

describe('a value that is new to the packet', () => {
  it('joins the first description, which declares its namespace', () => {
    const before = xmpPacket(
      '\n  <dc:format>image/png</dc:format>\n ',
      'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    );
    const after = merge(before, aigc('x'));
    expect(after).toBe(
      before
        .replace('elements/1.1/">', `elements/1.1/" xmlns:TC260="${aigcNamespace}">`)
        .replace('png</dc:format>', 'png</dc:format>\n  <TC260:AIGC>x</TC260:AIGC>'),
    );
    expect(merge(after, aigc('x'))).toBe(after);
  });

  it('uses the prefix the packet has, and evades one that means something else', () => {
    expect(merge(xmpPacket('', `xmlns:q="${aigcNamespace}"`), aigc('x'))).toContain('<q:AIGC>x</q:AIGC>');
    const taken = merge(xmpPacket('<TC260:y>1</TC260:y>', 'xmlns:TC260="urn:else"'), aigc('x'));
    expect(taken).toContain('<TC2602:AIGC>x</TC2602:AIGC>');
    expect(values(taken, { ...aigc(), uri: 'urn:else', name: 'y' })).toEqual(['1']);
  });

  it('opens descriptions and RDF elements that are empty tags', () => {
    const empty = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>';
    const description = empty.replace('/>', '><rdf:Description rdf:about="uuid:1" /></rdf:RDF>');
    expect(values(merge(empty, aigc('x')), aigc())).toEqual(['x']);
    expect(merge(description, aigc('x'))).toBe(
      description.replace(
        ' />',
        `  xmlns:TC260="${aigcNamespace}"><TC260:AIGC>x</TC260:AIGC></rdf:Description>`,
      ),
    );
  });
});

describe('the length of the packet', () => {
  const padded = (spaces: number) =>
    xmpPacket('<a:b xmlns:a="urn:a">1</a:b>').replace(
      '\n<?xpacket end',
      `\n${' '.repeat(spaces)}\n<?xpacket end`,
    );

  it('stays when the padding has room, in both directions', () => {
    const before = padded(2000);
    const after = merge(before, aigc());
    expect(after.length).toBe(before.length);
    const shorter = merge(after, aigc('{}'));
    expect(shorter.length).toBe(before.length);
    expect(values(shorter, aigc())).toEqual(['{}']);
  });

  it('grows, and the padding stays, when it has not', () => {
    const after = merge(padded(20), aigc());
    expect(after.length).toBeGreaterThan(padded(20).length);
    expect(after).toContain(`\n${' '.repeat(20)}\n<?xpacket end`);
  });
});

describe('what is refused', () => {
  it('packets that cannot be read, are UTF-16, or hold no RDF, and values XML cannot carry', () => {
    expect(refusal(Buffer.from('<x:xmpmeta'), aigc())).toContain('cannot be read');
    expect(refusal(Buffer.from(xmpPacket('<a:b>1</a:b>')), aigc())).toContain('prefix without a namespace');
    expect(refusal(Buffer.from(xmpPacket(''), 'utf16le'), aigc())).toContain('UTF-16');
    expect(refusal(Buffer.from(xmpPacket(''), 'utf16le').swap16(), aigc())).toContain('UTF-16');
    expect(refusal(Buffer.from(`\ufeff${xmpPacket('')}`, 'utf16le'), aigc())).toContain('UTF-16');
    expect(refusal(Buffer.from('<x/>'), aigc())).toContain('without RDF');
    expect(refusal(Buffer.from(xmpPacket('')), aigc('a\0b'))).toContain('control characters');
    expect(refusal(Buffer.from(xmpPacket('')), aigc('\ud800'))).toContain('control characters');
  });

  it('a byte order mark of UTF-8 and a packet of nothing are no obstacle', () => {
    expect(values(merge(`\ufeff${xmpPacket('')}`, aigc('x')), aigc())).toEqual(['x']);
    expect(values(merge('\0\0\0\0', aigc('x')), aigc())).toEqual(['x']);
  });
});
