import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { exiftoolScript } from '#core/media/program-paths.ts';
import { makePng, pngChunk } from '../../fixtures/make/png.ts';
import { patternImage } from '../../fixtures/make/raster.ts';
import { LabelDesk } from '../../support/labelling.ts';

/** Visible labels in pictures, measured by difference of plain pixels: labelled minus original. */
const desk = new LabelDesk();
afterAll(() => desk.close());

const grey = (width: number, height: number, shade: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: { r: shade, g: shade, b: shade } } });

async function save(name: string, image: Sharp): Promise<string> {
  const path = desk.path(name);
  await image.toFile(path);
  return path;
}

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Bounding box of the pixels a condition holds for, ends included. */
function box(width: number, height: number, holds: (x: number, y: number) => boolean): Rectangle {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      if (holds(x, y)) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
  return { left, top, right, bottom };
}

const plain = async (path: string, page = 0) =>
  sharp(path, { page })
    .autoOrient()
    .flatten({ background: '#fff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });

/** Ink and plate of a label on a ground of one shade. */
async function measured(path: string, shade: number, page = 0) {
  const { data, info } = await plain(path, page);
  const at = (x: number, y: number): number => data[y * info.width + x]!;
  const plate = box(info.width, info.height, (x, y) => Math.abs(at(x, y) - shade) > 20);
  // Inside the plate everything above its middle is ink, whatever the ground.
  const inside = (x: number, y: number): boolean =>
    x >= plate.left && x <= plate.right && y >= plate.top && y <= plate.bottom;
  const ink = box(info.width, info.height, (x, y) => inside(x, y) && at(x, y) > 170);
  return { width: info.width, height: info.height, plate, ink, at, inkHeight: ink.bottom - ink.top + 1 };
}

/** WCAG 2.2 relative luminance of a grey value. */
const luminance = (value: number): number =>
  value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;

describe('a visible label', () => {
  test.each([
    ['bottom-right', 640, 480, 128],
    ['top-left', 640, 480, 128],
    ['top', 480, 1000, 128],
    ['left', 1000, 480, 200],
    ['right', 301, 299, 128],
    ['bottom', 256, 256, 90],
    ['bottom-left', 2000, 600, 128],
    ['top-right', 600, 2000, 128],
  ] as const)(
    '%s of %i × %i: ink at least 5 %% of the shortest side, at its edge',
    async (position, width, height, shade) => {
      const source = await save(`${position}.png`, grey(width, height, shade).png());
      const { out, answer } = await desk.labelled(source, { visible: { position, ratio: 0.05 } });
      const { ink, plate, inkHeight } = await measured(out, shade);
      const shortest = Math.min(width, height);
      expect(inkHeight).toBeGreaterThanOrEqual(0.05 * shortest);
      expect(inkHeight).toBeLessThan(0.075 * shortest + 3);
      expect(answer.notes[0]?.en).toContain(`ink ${inkHeight} pixels high`);
      const near = 0.1 * shortest;
      if (position.includes('top')) expect(plate.top).toBeLessThan(near);
      if (position.includes('bottom')) expect(height - plate.bottom).toBeLessThan(near);
      if (position.includes('left')) expect(plate.left).toBeLessThan(near);
      if (position.includes('right')) expect(width - plate.right).toBeLessThan(near);
      if (position === 'top' || position === 'bottom')
        expect(Math.abs((plate.left + plate.right) / 2 - width / 2)).toBeLessThan(3);
      // Nothing of the ink is cut off by its plate.
      expect([
        ink.left > plate.left,
        ink.right < plate.right,
        ink.top > plate.top,
        ink.bottom < plate.bottom,
      ]).toEqual([true, true, true, true]);
    },
  );

  test('a single capital letter of it has 5 %, whatever the height of the line', async () => {
    const source = await save('capital.png', grey(1000, 1000, 128).png());
    const { out } = await desk.labelled(source, { visible: { text: 'AI生成', ratio: 0.05 } });
    const { ink, at } = await measured(out, 128);
    // The A is the first glyph: the columns up to the first gap.
    let right = ink.left;
    const inked = (x: number): boolean => {
      for (let y = ink.top; y <= ink.bottom; y += 1) if (at(x, y) > 170) return true;
      return false;
    };
    while (inked(right + 1)) right += 1;
    const letter = box(
      1000,
      1000,
      (x, y) => x >= ink.left && x <= right && y >= ink.top && y <= ink.bottom && at(x, y) > 170,
    );
    expect(letter.bottom - letter.top + 1).toBeGreaterThanOrEqual(50);
  });

  test.each([0, 60, 128, 200, 255])('is legible on grey %i, and on texture', async (shade) => {
    const ground = shade === 60 ? patternImage(500, 400) : grey(500, 400, shade);
    const { out } = await desk.labelled(await save(`ground-${shade}.png`, ground.png()), { visible: {} });
    const { data, info } = await plain(out);
    const before = await plain(
      await save(
        `ground-${shade}-again.png`,
        (shade === 60 ? patternImage(500, 400) : grey(500, 400, shade)).png(),
      ),
    );
    const changed = box(500, 400, (x, y) => data[y * info.width + x] !== before.data[y * info.width + x]);
    let [ink, plate] = [1, 0];
    for (let y = changed.top; y <= changed.bottom; y += 1)
      for (let x = changed.left; x <= changed.right; x += 1) {
        const value = data[y * info.width + x]!;
        if (value === 255) ink = Math.min(ink, luminance(value));
        // Half-covered edges belong to neither.
        else if (value < 90) plate = Math.max(plate, luminance(value));
      }
    expect((ink + 0.05) / (plate + 0.05)).toBeGreaterThan(4.5);
  });

  test('leaves every pixel beside its plate as it was, in PNG of 8 and 16 bits and with alpha', async () => {
    const wide = patternImage(320, 240).toColourspace('rgb16');
    const see = patternImage(320, 240).ensureAlpha(0.25);
    for (const [name, image] of [
      ['wide.png', wide],
      ['see.png', see],
      ['plain.png', patternImage(320, 240)],
      ['one.png', patternImage(320, 240).greyscale().toColourspace('b-w')],
    ] as const) {
      const source = await save(name, image.png());
      const { out } = await desk.labelled(source, { visible: {} });
      const [old, now] = await Promise.all([source, out].map((path) => sharp(path).metadata()));
      expect([now.depth, now.channels, now.hasAlpha], name).toEqual([old.depth, old.channels, old.hasAlpha]);
      const [before, after] = await Promise.all(
        [source, out].map((path) =>
          sharp(path)
            .pipelineColourspace(old.space)
            .toColourspace(old.space)
            .raw({ depth: old.depth as 'uchar' })
            .toBuffer(),
        ),
      );
      const step = before!.length / 320 / 240;
      const changed = box(320, 240, (x, y) => {
        const start = (y * 320 + x) * step;
        return !before!.subarray(start, start + step).equals(after!.subarray(start, start + step));
      });
      expect(changed.left, name).toBeGreaterThan(200);
      expect(changed.top, name).toBeGreaterThan(200);
    }
  });

  test('stands upright and in its corner whatever the orientation tag says', async () => {
    const level = await desk.labelled(await save('level.png', grey(400, 300, 128).png()), { visible: {} });
    const wanted = await plain(level.out);
    for (let orientation = 1; orientation <= 8; orientation += 1) {
      const [width, height] = orientation >= 5 ? [300, 400] : [400, 300];
      const source = await save(
        `turned-${orientation}.png`,
        grey(width, height, 128).png().withMetadata({ orientation }),
      );
      const { out } = await desk.labelled(source, { visible: {} });
      const shown = await plain(out);
      expect([shown.info.width, shown.info.height], `${orientation}`).toEqual([400, 300]);
      expect(shown.data.equals(wanted.data), `orientation ${orientation}`).toBe(true);
    }
  });

  test('is in every frame of an animation, whose times and rounds stay', async () => {
    for (const format of ['gif', 'webp'] as const) {
      const frames = [60, 120, 180].map((shade) =>
        sharp({
          create: { width: 200, height: 160, channels: 3, background: { r: shade, g: shade, b: shade } },
        })
          .png()
          .toBuffer(),
      );
      const joined = sharp(await Promise.all(frames), { join: { animated: true } });
      const moving =
        format === 'gif'
          ? joined.gif({ delay: [100, 200, 300], loop: 2 })
          : joined.webp({ delay: [100, 200, 300], loop: 2 });
      const source = await save(`moving.${format}`, moving);
      const { out } = await desk.labelled(source, { visible: {} });
      const { pages, delay, loop } = await sharp(out, { animated: true }).metadata();
      expect([pages, delay, loop], format).toEqual([3, [100, 200, 300], 2]);
      for (const [page, shade] of [60, 120, 180].entries()) {
        const { inkHeight } = await measured(out, shade, page);
        expect(inkHeight, `${format} ${page}`).toBeGreaterThanOrEqual(8);
      }
    }
  });

  test('takes no metadata away: Exif, XMP, colour profile, comments, text chunks', async () => {
    const script = (await exiftoolScript())!;
    const perl = (...args: string[]): string => execFileSync('perl', [script, ...args], { encoding: 'utf8' });
    const tags = [
      '-Artist=A',
      '-XMP-dc:Title=T',
      '-XMP-photoshop:Credit=C',
      '-GPSLatitude=10',
      '-GPSLatitudeRef=N',
    ];
    const files: string[] = [];
    for (const format of ['jpeg', 'png', 'webp', 'gif'] as const) {
      const source = await save(
        `tags.${format}`,
        patternImage(300, 200).withIccProfile('p3').toFormat(format),
      );
      perl(
        '-q',
        '-overwrite_original',
        ...tags,
        ...(format === 'jpeg' || format === 'gif' ? ['-Comment=spoken'] : []),
        source,
      );
      files.push(source, (await desk.labelled(source, { visible: {} })).out);
    }
    const shown = JSON.parse(
      perl('-q', '-j', '-G1', '-a', '-struct', '-u', '-x', 'System:all', '-x', 'File:all', ...files),
    ) as Record<string, unknown>[];
    const own = (entry: Record<string, unknown>) =>
      Object.fromEntries(
        Object.entries(entry).filter(([key]) => /^(IFD0|GPS|XMP|ICC|PNG:Artist|ExifIFD)/.test(key)),
      );
    for (let at = 0; at < shown.length; at += 2) {
      expect(own(shown[at + 1]!), files[at]!).toEqual(own(shown[at]!));
      expect(Object.keys(own(shown[at]!)).length, files[at]!).toBeGreaterThan(2);
    }
    const comments = JSON.parse(perl('-q', '-j', '-Comment', ...files)) as { Comment?: string }[];
    expect(comments.map(({ Comment }) => Comment ?? null)).toEqual([
      'spoken',
      'spoken',
      null,
      null,
      null,
      null,
      'spoken',
      'spoken',
    ]);
  });

  test('refuses in words what it cannot do rightly', async () => {
    const source = await save('small.png', grey(300, 200, 128).png());
    const visible = (text: string) => desk.refusal(source, { visible: { text } });
    for (const text of ['AI', '生成', '人工智能', 'made by a machine'])
      expect(await visible(text)).toMatch(/^order: .*lacks an element/);
    const long = { text: '由人工智能生成合成的内容', ratio: 0.2 };
    expect(await desk.refusal(source, { visible: long })).toMatch(
      /^rendering: At the required height \(\d+ pixels\) the text does not fit/,
    );
    expect(
      await desk.refusal(await save('ink.jpg', grey(100, 100, 128).toColourspace('cmyk').jpeg()), {
        visible: {},
      }),
    ).toContain('this one is cmyk');
    expect(
      await desk.refusal(await save('scan.tiff', grey(100, 100, 128).tiff()), { visible: {} }),
    ).toContain('not into tiff');
    const control = Buffer.alloc(8);
    control.writeUInt32BE(1, 0);
    const moving = desk.path('moving.png');
    writeFileSync(moving, makePng({ width: 200, height: 200, before: [pngChunk('acTL', control)] }));
    expect(await desk.refusal(moving, { visible: {} })).toContain('Animated PNG');
    expect(await desk.refusal(await save('dot.png', grey(20, 20, 128).png()), { visible: {} })).toContain(
      'does not fit',
    );
    const broken = desk.path('broken.jpg');
    const whole = await patternImage(400, 300).jpeg().toBuffer();
    writeFileSync(broken, whole.subarray(0, whole.length >> 1));
    expect(await desk.refusal(broken, { visible: {} })).toMatch(/damaged/);
  });
});
