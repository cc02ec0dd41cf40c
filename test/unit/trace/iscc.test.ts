import { describe, expect, it } from 'vitest';
import { fingerprinter } from '#core/trace/fingerprints/iscc.ts';
import { audioUnit } from '#core/trace/iscc/audio-unit.ts';
import { fromBase32, toBase32 } from '#core/trace/iscc/base32.ts';
import { compositeCode } from '#core/trace/iscc/composite.ts';
import { dataHasher } from '#core/trace/iscc/data-unit.ts';
import { decodeHeader, encodeHeader } from '#core/trace/iscc/header.ts';
import { imagePixels } from '#core/trace/iscc/image-pixels.ts';
import { imageUnit } from '#core/trace/iscc/image-unit.ts';
import { instanceHasher } from '#core/trace/iscc/instance-unit.ts';
import { metaUnit } from '#core/trace/iscc/meta-unit.ts';
import { mixedUnit } from '#core/trace/iscc/mixed-unit.ts';
import { signatureFrames } from '#core/trace/iscc/signature-frames.ts';
import { cleanText, collapsedText, trimmedText } from '#core/trace/iscc/text-forms.ts';
import { textUnit } from '#core/trace/iscc/text-unit.ts';
import { isccBytes, isccText, readUnit, unitText } from '#core/trace/iscc/unit.ts';
import { videoUnit } from '#core/trace/iscc/video-unit.ts';

/** Some of the official vectors (iscc-core 1.3.0, `data.json`, Apache-2.0), for machines without the corpus. */
describe('ISCC: vectors of each unit', () => {
  it('text', async () => {
    const { unit, characters } = await textUnit('Hello World');
    expect(characters).toBe(10);
    expect(unitText(unit)).toBe('ISCC:EADSKDNZNYGUUF5AMFEJLZ5P66CP5YKCOA3X7F36RWE4CIRCBTUWXYY');
    expect(unitText((await textUnit('')).unit, 64)).toBe('ISCC:EAASL4F2WZY7KBXB');
  });

  it('image', () => {
    expect(unitText(imageUnit(new Uint8Array(1024)).unit, 64)).toBe('ISCC:EEAQAAAAAAAAAAAA');
    const white = imageUnit(new Uint8Array(1024).fill(255));
    expect(unitText(white.unit, 128)).toBe('ISCC:EEBYAAAAAAAAAAAAAAAAAAAAAAAAA');
    expect(white.quality).toBe(0);
  });

  it('audio', () => {
    const { unit } = audioUnit(Int32Array.of(-1, 0, 1));
    expect(unitText(unit)).toBe('ISCC:EIDQAAAAAH777777AAAAAAAAAAAACAAAAAAP777774AAAAAAAAAAAAI');
    // The same numbers without a sign are the same features.
    expect(audioUnit(Uint32Array.of(0xffffffff, 0, 1)).unit).toEqual(unit);
    expect(unitText(audioUnit(new Int32Array(0)).unit, 64)).toBe('ISCC:EIAQAAAAAAAAAAAA');
  });

  it('video', () => {
    const range = Array.from({ length: 380 }, (_, at) => at);
    expect(unitText(videoUnit(range).unit)).toBe(
      'ISCC:EMDVFD4RIMPXYSWSNEZPYBZ2FDFMSPZBUMDRUFJPYKJFXWXNDUMQAYI',
    );
    // A frame that comes again does not count again.
    expect(videoUnit([...range, ...range])).toEqual(videoUnit(range));
  });

  it('mixed', () => {
    const parts = ['EUA6GIKXN42IQV3S', 'EIAUKMOUIOYZCKA5', 'EQA6JK5IEKO6E732', 'EIAU2XRWOT4AKMTZ'];
    const raw = parts.map((part) => isccBytes(part)!);
    expect(unitText(mixedUnit(raw, 64)!)).toBe('ISCC:EQASNZJ36ZT33AL7');
    expect(mixedUnit(raw, 128)).toBeNull();
    expect(mixedUnit(raw.slice(0, 1), 64)).toBeNull();
  });

  it('meta', async () => {
    const made = await metaUnit('Die Unendliche Geschichte', 'Von Michael Ende');
    expect(unitText(made!.unit)).toBe('ISCC:AADZXZ6OU4E45RB57GAGKDGHZXV752RFK424V76TRVZ2TKS2K6X5VVA');
    expect(made!.hash).toBe('1e209b9077adf626061ab56c2221d44988aa85c5e126066324000b99ac9c8baf4151');
    expect(await metaUnit(' \n', 'text')).toBeNull();
  });

  it('data and instance', async () => {
    const bytes = Uint8Array.of(0xff, 0);
    const data = await dataHasher();
    data.push(bytes);
    expect(unitText(data.finish().unit, 64)).toBe('ISCC:GAAXL2XYM5BQIAZ3');
    expect(unitText((await dataHasher()).finish().unit, 64)).toBe('ISCC:GAASL4F2WZY7KBXB');
    const instance = await instanceHasher();
    instance.push(Uint8Array.of(0));
    expect(unitText(instance.finish(), 128)).toBe('ISCC:IABS2OW637YRWYPRJSEG4NNPUA3HG');
  });

  it('composite', () => {
    const codes = ['EAARMJLTQCUWAND2', 'AAAYPXW445FTYNJ3', 'GABVVC5DMJJGYKZ4ZBYVNYABFFYXG'];
    const whole = [...codes, 'IADWIK7A7JTUAQ2D6QARX7OBEIK3OOUAM42LOBLCZ4ZOGDLRHMDL6TQ'];
    const units = whole.map((code) => readUnit(isccBytes(code)!)!);
    expect(isccText(compositeCode(units)!)).toBe(
      'ISCC:KACYPXW445FTYNJ3CYSXHAFJMA2HUWULUNRFE3BLHRSCXYH2M5AEGQY',
    );
    expect(compositeCode(units.slice(0, 3))).toBeNull();
  });
});

describe('ISCC: data units of a long stream', () => {
  /** 2,000,000 bytes of the generator x ← 1664525·x + 1013904223 from 12345, the upper byte of each. */
  const bytes = new Uint8Array(2_000_000);
  let state = 12345;
  for (let at = 0; at < bytes.length; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    bytes[at] = state >>> 24;
  }

  // Reference: `alg_cdc_chunks` and `alg_minhash_256` of iscc-core 1.3.0 run in Python over the same bytes.
  it.each([7_777, 1_048_576])('does not depend on pieces of %i bytes', async (piece) => {
    const hasher = await dataHasher();
    for (let at = 0; at < bytes.length; at += piece) hasher.push(bytes.subarray(at, at + piece));
    const { unit, chunks } = hasher.finish();
    expect(chunks).toBe(1887);
    expect(unitText(unit)).toBe('ISCC:GADQMKHCDXFMR2HKP5GADNVQXUBWN23MJV4HKFF65VBPFT2NJMOFCUA');
  });
});

describe('ISCC: pixels', () => {
  /** Pillow's `ellipse((25, 25, 75, 75))`: half widths of rows 25…50, the lower half is the same. */
  const halves = [4, 8, 10, 12, 14, 15, 16, 17, 18, 19, 20, 21, 21, 22, 22, 23, 23, 24, 24, 24, 24];
  const data = new Uint8Array(100 * 100 * 4);
  for (let row = 0; row < 100; row += 1) {
    const half = row < 25 || row > 75 ? -1 : (halves[Math.min(row, 100 - row) - 25] ?? 25);
    for (let column = 0; column < 100; column += 1) {
      const inside = Math.abs(column - 50) <= half;
      data.set(inside ? [126, 126, 126, 255] : [255, 0, 0, 0], (row * 100 + column) * 4);
    }
  }
  const ellipse = {
    width: 100,
    height: 100,
    channels: 4,
    bitDepth: 8,
    hasAlpha: true,
    colourSpace: 'srgb',
    orientation: 1,
    data,
  } as const;

  it('are those of iscc-sdk for a transparent picture with a border', () => {
    const pixels = [...imagePixels(ellipse)];
    // iscc-sdk, `test_image_normalize_png_alpha`.
    expect(pixels.slice(0, 14)).toEqual([
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 242, 203, 205, 141,
    ]);
    expect(pixels.slice(-14)).toEqual([141, 205, 203, 242, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]);
  });

  it('are those of Pillow for every orientation', () => {
    // A 5×3 picture; Pillow 9.4: exif_transpose, convert('L'), resize((32, 32), BICUBIC), summed up as below.
    const levels = Uint8Array.from({ length: 15 }, (_, at) => (at * 83 + 40) % 256);
    const rgb = new Uint8Array(45);
    for (const [at, level] of levels.entries()) rgb.set([level, 255 - level, (level * 7) % 256], at * 3);
    const sums = [1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => {
      const pixels = imagePixels({
        ...ellipse,
        width: 5,
        height: 3,
        channels: 3,
        hasAlpha: false,
        data: rgb,
        orientation,
      });
      return pixels.reduce((sum, level) => (sum * 31 + level) % 1_000_003, 7);
    });
    expect(sums).toEqual([839625, 955862, 749582, 66176, 898314, 155914, 837464, 911266]);
  });
});

describe('ISCC: texts', () => {
  it('are collapsed and cleaned as iscc-core does', () => {
    // iscc-core, `test_code_content_text.py`; the cleaned text by its `text_clean` run in Python.
    expect(collapsedText('  Hello  World ? ')).toBe('helloworld');
    expect(collapsedText('  Iñtërnâtiôn\nàlizætiøn☃💩 –  is a tric\t ky \u00a0 thing!\r')).toBe(
      'internationalizætiøn☃💩isatrickything',
    );
    expect(cleanText('  Hello\n\n\n \nWorld\u200b \u0007!  ')).toBe('Hello\n\nWorld !');
    expect(trimmedText('Iñtërnâtiôn', 3)).toBe('Iñ');
    expect(trimmedText('Iñtërnâtiôn', 2)).toBe('I');
  });
});

describe('ISCC: hostile codes', () => {
  it('base32 and headers give back what they were made of, or nothing', () => {
    const bytes = Uint8Array.from({ length: 33 }, (_, at) => at * 37);
    expect(fromBase32(toBase32(bytes).toLowerCase())).toEqual(bytes);
    expect(fromBase32('AB1')).toBeNull();
    for (const length of [0, 7, 8, 71, 72, 583, 584, 4679]) {
      const header = { mainType: 'content', subType: 3, version: 0, length } as const;
      expect(decodeHeader(encodeHeader(header))?.header).toEqual(header);
    }
    expect(decodeHeader(Uint8Array.of(0xf0, 0))).toBeNull();
    expect(decodeHeader(Uint8Array.of(0x20))).toBeNull();
    expect(decodeHeader(Uint8Array.of(0x90, 0, 0))).toBeNull();
    expect(readUnit(isccBytes('ISCC:EAASL4F2WZY7KBXB')!.subarray(0, 9))).toBeNull();
    expect(isccBytes('ISCC:É')).toBeNull();
  });

  it('a signature that says more frames than it has is none', () => {
    expect(signatureFrames(new Uint8Array(40).fill(255))).toBeNull();
    expect(signatureFrames(new Uint8Array(0))).toBeNull();
  });
});

describe('ISCC: comparing', () => {
  const print = (variant: string, code: string, quality: number | null = null, flips = 0) => {
    const bytes = Uint8Array.from(isccBytes(code)!);
    for (let bit = 0; bit < flips; bit += 1) bytes[2 + (bit % 32)]! ^= 1 << (bit >> 5);
    return { method: 'iscc', variant, version: 1, quality, bytes } as const;
  };
  const image = 'ISCC:EED4GQZQTY6J5DTHQ2DWCPDZHQOM6QZQTY6J5DTFZ2DWCPDZHQOMXDI';
  const instance = 'ISCC:IADVKUU37LS33M6VGDCS6RGRHTGWU7DRB5RWEDOC3MOEHRKZFLRNZFY';
  const data = 'ISCC:GAD6Z2VJLX46FD6QVSSCW3BOUAIV5GRINTAHISA6UQIHPLWH3YBGAHQ';

  it('says same bytes only for the same instance', async () => {
    const known = [print('content-image', image, 90), print('data', data), print('instance', instance)];
    expect(await fingerprinter.compare(known, known, 10)).toMatchObject({
      claim: 'same-bytes',
      expectedFalse: 0,
    });
    const other = [print('content-image', image, 90, 40), print('instance', instance, null, 1)];
    const match = await fingerprinter.compare(other, known, 1_000_000);
    expect(match).toMatchObject({ variant: 'content-image', claim: 'likely', score: 40, threshold: 40 });
    // Of 60 coins at most 9 differ: 1.54·10⁻⁸ (binomial), a million times.
    expect(match?.expectedFalse).toBeCloseTo(1.54e-2, 4);
  });

  it('knows candidates, and says nothing beyond them or of poor codes', async () => {
    const known = [print('content-image', image, 90)];
    const at = (flips: number, quality = 90) =>
      fingerprinter.compare([print('content-image', image, quality, flips)], known, 1);
    expect((await at(41))?.claim).toBe('candidate');
    expect(await at(57)).toBeNull();
    expect(await at(0, 49)).toBeNull();
    expect(fingerprinter.indexed(print('content-image', image, 90))?.codes).toHaveLength(32);
    expect(fingerprinter.indexed(print('content-image', image, 49))).toBeNull();
    expect(fingerprinter.queried(print('data', data))).toBeNull();
  });

  it('estimates the shared part of data', async () => {
    const match = await fingerprinter.compare([print('data', data, null, 64)], [print('data', data)], 1_000);
    expect(match).toMatchObject({ variant: 'data', claim: 'likely', score: 64 });
    expect(match?.expectedFalse).toBeLessThan(1e-12);
  });
});
