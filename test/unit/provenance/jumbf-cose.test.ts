import { createPublicKey, verify } from 'node:crypto';
import { encode } from 'cborg';
import { describe, expect, it } from 'vitest';
import { type CoseSign1, readCose, sigStructure, timeStampedBytes } from '#core/provenance/jumbf/cose.ts';
import { makeCose } from '../../fixtures/make/jumbf.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const read = (bytes: Uint8Array, offset = 0): CoseSign1 => {
  const cose = readCose(bytes, offset);
  if ('problem' in cose) throw new Error(cose.problem);
  return cose;
};

/** RFC 9052 appendix C.2.1 with the key `11` of appendix C.7.1, and its Sig_structure in hexadecimal. */
const example = hex(
  'd28443a10126a10442313154546869732069732074686520636f6e74656e742e58408eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36',
);
const exampleKey = createPublicKey({
  format: 'jwk',
  key: {
    kty: 'EC',
    crv: 'P-256',
    x: Buffer.from(hex('bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff')).toString(
      'base64url',
    ),
    y: Buffer.from(hex('20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e')).toString(
      'base64url',
    ),
  },
});

describe('COSE_Sign1', () => {
  it('reads the example of RFC 9052, whose signature then verifies', () => {
    const cose = read(example);
    expect(cose).toMatchObject({
      algorithm: -7,
      protectedHeaders: ['alg'],
      unprotectedHeaders: ['kid'],
      chainPlace: 'none',
      problems: [],
      pad: { bytes: 0, nonZero: 0, ranges: [] },
    });
    const payload = cose.payload ?? new Uint8Array();
    expect(Buffer.from(payload).toString()).toBe('This is the content.');
    const signed = sigStructure(cose.protectedBytes, payload);
    expect(Buffer.from(signed).toString('hex')).toBe(
      '846a5369676e61747572653143a101264054546869732069732074686520636f6e74656e742e',
    );
    expect(
      verify('sha256', signed, { key: exampleKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(cose.signature)),
    ).toBe(true);
    expect(cose.signatureRange).toEqual([example.length - 64, 64]);
  });

  it('encodes the signed structure as another encoder does, at all lengths', () => {
    for (const length of [0, 23, 24, 255, 256, 65_535, 65_536]) {
      const part = new Uint8Array(length).fill(5);
      const signature = Uint8Array.of(1, 2, 3);
      expect(sigStructure(part, part, part)).toEqual(
        Uint8Array.from(encode(['Signature1', part, part, part])),
      );
      const cose = { protectedBytes: part, signature };
      expect(timeStampedBytes('sigTst', cose, part)).toEqual(
        Uint8Array.from(encode(['CounterSignature', part, new Uint8Array(), part])),
      );
      expect(timeStampedBytes('sigTst2', cose, part)).toEqual(
        Uint8Array.from(encode(['CounterSignature', part, new Uint8Array(), encode(signature)])),
      );
    }
    // An empty header map is signed as the empty string (RFC 9052 §4.4).
    expect(sigStructure(hex('a0'), hex('00'))).toEqual(sigStructure(hex(''), hex('00')));
  });

  it('finds the chain under both names, in both places, alone or in a list', () => {
    const [leaf, issuer] = [Uint8Array.of(1), Uint8Array.of(2)];
    const chain = (
      inside: readonly (readonly [number | string, unknown])[],
      outside: readonly (readonly [number | string, unknown])[],
    ) => {
      const cose = read(makeCose({ protected: new Map(inside), unprotected: new Map(outside) }));
      return [cose.chainPlace, cose.chain.map((der) => [...der]), cose.problems];
    };
    expect(chain([[33, [leaf, issuer]]], [])).toEqual(['protected', [[1], [2]], []]);
    expect(chain([[33, leaf]], [])).toEqual(['protected', [[1]], []]);
    expect(chain([], [['x5chain', [leaf]]])).toEqual(['unprotected', [[1]], []]);
    expect(chain([[33, leaf]], [[33, issuer]])).toEqual([
      'protected',
      [[1]],
      ['header x5chain is in both header maps'],
    ]);
    expect(chain([], [])).toEqual(['none', [], []]);
  });

  it('reads tokens, staples and pads, and takes trailing bytes for pad', () => {
    const token = (...bytes: number[]) => ({ tstTokens: [{ val: Uint8Array.from(bytes) }] });
    const pad = Uint8Array.of(0, 0, 5, 0);
    const body = makeCose({
      tagged: false,
      unprotected: new Map<string, unknown>([
        ['sigTst', token(1, 1)],
        ['sigTst2', token(2, 2)],
        ['rVals', { ocspVals: [Uint8Array.of(3, 3)] }],
        ['pad', pad],
        ['pad2', new Uint8Array(3)],
      ]),
    });
    const cose = read(Buffer.concat([body, Uint8Array.of(0, 9)]), 1000);
    expect(cose.timeStamps).toEqual([
      { header: 'sigTst', token: Uint8Array.of(1, 1) },
      { header: 'sigTst2', token: Uint8Array.of(2, 2) },
    ]);
    expect(cose.ocsp).toEqual([Uint8Array.of(3, 3)]);
    expect(cose.problems).toEqual(['COSE_Sign1 without its tag']);
    expect(cose.pad).toMatchObject({ bytes: 9, nonZero: 2 });
    const place = Buffer.from(body).indexOf(pad);
    expect(cose.pad.ranges[0]).toEqual([1000 + place, 4]);
    expect(cose.pad.ranges[2]).toEqual([1000 + body.length, 2]);
  });

  it.each([
    ['another tag', Buffer.concat([hex('d862'), makeCose({ tagged: false })])],
    ['three parts', encode([new Uint8Array(), new Map(), null])],
    ['a header that is no map', encode([encode([1]), new Map(), null, new Uint8Array()])],
    ['bytes behind the header', encode([hex('a000'), new Map(), null, new Uint8Array()])],
    ['a text as payload', encode([hex(''), new Map(), 'claim', new Uint8Array()])],
    ['a duplicate header', Buffer.concat([hex('84'), encode(hex('a201260127')), hex('a0f640')])],
    ['nothing', hex('')],
  ])('refuses %s', (_, bytes) => {
    expect(readCose(bytes, 0)).toEqual({ problem: expect.any(String) });
  });
});
