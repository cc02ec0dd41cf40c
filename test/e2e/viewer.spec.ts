import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, test } from '@playwright/test';
import sharp from 'sharp';
import { patternImage } from '../fixtures/make/raster.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { Workstation } from './driver/workstation.ts';

/** What the viewer shows and says, pixel by pixel, against the same files decoded by sharp. */
test.describe.configure({ mode: 'serial' });

const commandLine = fileURLToPath(new URL('../../electron/hosts/cli/main.ts', import.meta.url));
const [width, height] = [1500, 1100];
const steps = 6;

interface Decoded {
  readonly data: Buffer;
  at(x: number, y: number): number[];
}

let folder: string;
let host: RunningHost;
let desk: Workstation;
let first: Decoded;
let second: Decoded;

async function decode(path: string): Promise<Decoded> {
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, at: (x, y) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)] };
}

test.beforeAll(async ({ browser }) => {
  folder = mkdtempSync(join(tmpdir(), 'assay-viewer-'));
  const files = join(folder, 'files');
  mkdirSync(files);
  const picture = await patternImage(width, height, 1).png().toBuffer();
  writeFileSync(join(files, 'original.png'), picture);
  const patch = await patternImage(300, 200, 7).png().toBuffer();
  const changed = await sharp(picture)
    .composite([{ input: patch, left: 600, top: 450 }])
    .jpeg({ quality: 82 })
    .toBuffer();
  writeFileSync(join(files, 'changed.jpg'), changed);
  first = await decode(join(files, 'original.png'));
  second = await decode(join(files, 'changed.jpg'));
  const made = spawnSync(process.execPath, [
    commandLine,
    'intake',
    files,
    '--case',
    join(folder, 'viewer.case'),
  ]);
  expect(made.status, made.stderr.toString()).toBe(0);
  host = await startHost(join(folder, 'viewer.case'));
  desk = new Workstation(await browser.newPage());
  await desk.page.goto(host.entrance);
  await desk.openStage('compare');
  for (const name of ['original.png', 'changed.jpg']) await desk.exhibit(name).click();
  await expect(desk.page.getByRole('application')).toHaveCount(2);
});
test.afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Numbers of a field of the status line, for each pane. */
async function fields(name: string): Promise<number[][]> {
  const texts = await desk.page.locator(`[data-field="${name}"]`).allTextContents();
  return texts.map((text) => (text.match(/\d+/g) ?? []).map(Number));
}

/** Points spread over a pane, away from its edges and its caption. */
async function points(pane: Locator): Promise<[number, number][]> {
  const box = (await pane.boundingBox())!;
  return Array.from({ length: steps * steps }, (_, index) => {
    const [column, row] = [index % steps, Math.floor(index / steps)];
    return [
      Math.round(box.x + box.width * (0.15 + (0.7 * column) / (steps - 1))),
      Math.round(box.y + box.height * (0.2 + (0.65 * row) / (steps - 1))),
    ];
  });
}

async function shownPixels(): Promise<(x: number, y: number) => number[]> {
  const shot = await desk.page.screenshot();
  const { data, info } = await sharp(shot).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return (x, y) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
}

async function settle(): Promise<void> {
  await expect(desk.page.getByText('all tiles shown')).toBeVisible();
  await desk.page.waitForTimeout(300);
}

test('at 100 % each screen pixel is the stored pixel its reading names, in both panes', async () => {
  const pane = desk.page.getByRole('application').first();
  await pane.click();
  await desk.page.keyboard.press('Digit1');
  await settle();
  const shown = await shownPixels();
  for (const [x, y] of await points(pane)) {
    await desk.page.mouse.move(x, y);
    await desk.page.waitForTimeout(60);
    const [position, other] = await fields('position');
    const [pixel, otherPixel] = await fields('pixel');
    const [column, row] = position as [number, number];
    expect(other).toEqual(position);
    expect(pixel).toEqual(first.at(column, row));
    expect(otherPixel).toEqual(second.at(column, row));
    expect(shown(x, y)).toEqual(first.at(column, row));
  }
});

test('magnified there is no interpolation: neighbouring screen pixels are the same stored pixel', async () => {
  const pane = desk.page.getByRole('application').first();
  await pane.click();
  for (let zoom = 0; zoom < 8; zoom += 1) await desk.page.keyboard.press('Equal');
  await settle();
  const shown = await shownPixels();
  const known = new Set<string>();
  for (let index = 0; index < first.data.length; index += 3)
    known.add(first.data.subarray(index, index + 3).join());
  for (const [x, y] of await points(pane)) expect(known.has(shown(x, y).join()), `${x}, ${y}`).toBe(true);
  await desk.page.keyboard.press('Digit0');
});

test('the difference is the absolute difference of the two stored pixels', async () => {
  await desk.page
    .getByRole('radio', { name: desk.text('viewer.mode.difference') })
    .or(desk.page.getByRole('button', { name: desk.text('viewer.mode.difference') }))
    .first()
    .click();
  const pane = desk.page.getByRole('application').first();
  await pane.click();
  await desk.page.keyboard.press('Digit1');
  await settle();
  const shown = await shownPixels();
  for (const [x, y] of await points(pane)) {
    await desk.page.mouse.move(x, y);
    await desk.page.waitForTimeout(60);
    const [[column, row]] = (await fields('position')) as [[number, number]];
    const other = second.at(column, row);
    expect(shown(x, y)).toEqual(
      first.at(column, row).map((value, channel) => Math.abs(value - other[channel]!)),
    );
  }
});
