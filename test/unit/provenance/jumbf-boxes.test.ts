import { describe, expect, it } from 'vitest';
import { readBoxes } from '#core/provenance/jumbf/boxes.ts';
import type { JumbfBox } from '#core/provenance/jumbf/manifest-store.ts';
import { makeBox, makeDescription, makeSuperbox } from '../../fixtures/make/jumbf.ts';

const salt = new Uint8Array(16).fill(3);
const allBoxes = (box: JumbfBox): JumbfBox[] => [box, ...box.children.flatMap(allBoxes)];

describe('boxes', () => {
  it('reads lengths of 32 and 64 bits and to the end', () => {
    const long = Buffer.concat([
      Buffer.from('00000001', 'hex'),
      Buffer.from('cbor'),
      Buffer.from('0000000000000013aabbcc', 'hex'),
    ]);
    const open = Buffer.concat([Buffer.from('00000000', 'hex'), Buffer.from('json{}')]);
    const { boxes, problems } = readBoxes(Buffer.concat([makeBox('free', new Uint8Array(2)), long, open]));
    expect(boxes.map(({ type, range, content }) => [type, range, content])).toEqual([
      ['free', [0, 10], [8, 2]],
      ['cbor', [10, 19], [26, 3]],
      ['json', [29, 10], [37, 2]],
    ]);
    expect(problems).toEqual(['box json at offset 29 does not tell its length: read to offset 39']);
  });

  it('reads every field of a description box', () => {
    const id = Buffer.from('00000007', 'hex');
    const hash = Buffer.alloc(32, 1);
    const description = makeBox(
      'jumd',
      Buffer.from('6332706100110010800000aa00389b71', 'hex'),
      Uint8Array.of(0b11111),
      Buffer.from('ü\0'),
      id,
      hash,
      makeBox('c2sh', salt),
    );
    const { boxes, problems } = readBoxes(makeBox('jumb', description, makeBox('cbor', Uint8Array.of(0))));
    expect(problems).toEqual([]);
    expect(boxes[0]).toMatchObject({
      label: 'ü',
      contentType: '6332706100110010800000aa00389b71',
      salt: [8 + 8 + 17 + 3 + 4 + 32 + 8, 16],
      description: { id: 7, hash: [8 + 8 + 17 + 3 + 4, 32], toggles: 31 },
      children: [{ type: 'cbor' }],
    });
  });

  it('cuts damaged lengths to what encloses them and goes on', () => {
    const damaged = Buffer.from(makeSuperbox('c2pa', 'c2pa', [makeBox('cbor', Uint8Array.of(1, 2))]));
    damaged.writeUInt32BE(1000, damaged.length - 10);
    const { boxes, problems } = readBoxes(Buffer.concat([damaged, makeBox('free')]));
    expect(boxes.map(({ type }) => type)).toEqual(['jumb', 'free']);
    expect(boxes[0]?.children[0]).toMatchObject({ type: 'cbor', content: [damaged.length - 2, 2] });
    expect(problems).toEqual([expect.stringContaining('is 1000 bytes long, only 10 are there')]);
  });

  it.each([
    ['an impossible length', Buffer.from('0000000763626f72', 'hex'), /impossible length 7/],
    ['three stray bytes', Buffer.from('000000', 'hex'), /3 bytes at offset 0 are no box/],
    ['no description', makeBox('jumb', makeBox('cbor')), /does not begin with a description box/],
    ['no label', makeBox('jumb', makeBox('jumd', new Uint8Array(17))), /not requestable/],
    ['a slash in a label', makeBox('jumb', makeDescription('c2pa', 'a/b')), /forbidden character/],
    ['an open label', makeBox('jumb', makeBox('jumd', new Uint8Array(17).fill(3))), /does not end/],
  ])('reports %s', (_, bytes, problem) => {
    expect(readBoxes(bytes).problems.join('\n')).toMatch(problem);
  });

  it('stays within its bounds', () => {
    let nested = makeBox('free');
    for (let depth = 0; depth < 60; depth++) nested = makeSuperbox('c2pa', 'x', [nested]);
    const deep = readBoxes(nested, { depth: 10, boxes: 1000 });
    expect(deep.boxes.flatMap(allBoxes)).toHaveLength(11);
    expect(deep.problems).toEqual([expect.stringContaining('nested deeper than 10')]);
    const many = readBoxes(Buffer.concat(Array.from({ length: 50 }, () => makeBox('free'))), {
      depth: 10,
      boxes: 20,
    });
    expect(many.boxes).toHaveLength(20);
    expect(many.problems).toEqual([expect.stringContaining('more than 20 boxes')]);
    // A header of eight zero bytes has no length of its own: the rest is one box, not millions.
    expect(readBoxes(new Uint8Array(1_000_000)).boxes).toHaveLength(1);
  });
});
