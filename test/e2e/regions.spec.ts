import { writeFileSync } from 'node:fs';
import { expect, type Locator, test } from '@playwright/test';
import type { PicturePoint } from '../../shared/domain/geometry.ts';
import { type DoctoredPicture, doctoredPicture } from '../fixtures/make/doctored-picture.ts';
import { CommandLine } from '../support/command-line.ts';
import { expectClean } from './driver/clean-page.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { type TextKey, Workstation } from './driver/workstation.ts';

/** A picture with a part pasted in and a part copied, whose places are known: where methods agree, and regions drawn. */

test.describe.configure({ mode: 'serial' });

const assay = new CommandLine();
let host: RunningHost;
let desk: Workstation;
let picture: DoctoredPicture;

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  desk = new Workstation(await context.newPage());
  picture = await doctoredPicture();
  const [file, folder] = [assay.path('doctored.jpg'), assay.path('regions.case')];
  writeFileSync(file, picture.file);
  const only = 'pixels.double-quantization,pixels.noise-level,pixels.ghosts,pixels.error-level';
  const [started, examined] = await Promise.all([
    startHost(),
    assay.run(['examine', file, '--case', folder, '--only', only]),
  ]);
  host = started;
  expect(examined.status).toBe(0);
  const { page } = desk;
  await page.goto(host.entrance);
  await page
    .getByRole('button', { name: desk.text('start.open'), exact: true })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(folder);
  await dialog.getByRole('button', { name: desk.text('start.open'), exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
});
test.afterAll(async () => {
  await host.stop();
  assay.remove();
});

const button = (key: TextKey): Locator =>
  desk.page.getByRole('button', { name: desk.text(key), exact: true });
const surface = (): Locator =>
  desk.page.getByRole('application', { name: desk.text('regions.surface').split('{')[0] });
const card = (name: RegExp | string): Locator => desk.page.getByRole('article', { name });
const saved = (version: number): Promise<void> =>
  expect(
    desk.page.getByText(desk.text('publication.saved').replace('{version}', String(version)), {
      exact: true,
    }),
  ).toBeVisible();

/** Where a point of the picture is on the screen, from a pane that shows it whole. */
async function screenOf({ x, y }: PicturePoint): Promise<{ x: number; y: number }> {
  const box = (await surface().boundingBox())!;
  const scale = Math.min(1, box.width / picture.width, box.height / picture.height);
  return {
    x: box.x + Math.round(box.width / 2 - (picture.width / 2) * scale) + x * scale,
    y: box.y + Math.round(box.height / 2 - (picture.height / 2) * scale) + y * scale,
  };
}

test('places methods agree on are listed by kinds of trace, and drawn when pointed at', async () => {
  const { page } = desk;
  await desk.openStage('examine');
  await desk.exhibit('doctored.jpg').click();
  await page.keyboard.press('Alt+KeyO');
  const first = card(/^Place 1: Seen by 2 kinds of trace/);
  await expect(first.getByText('Noise level').first()).toBeVisible();
  await expect(page.getByText(desk.text('viewer.preparing'))).toBeHidden();
  await first.getByRole('button', { name: /^1/ }).focus();
  await expectClean(page, 'regions-agreement');
});

test('a place is taken over by one key, named, carried into the findings, and saved by itself', async () => {
  const { page } = desk;
  await page.keyboard.press('Alt+KeyK');
  await saved(1);
  const own = page.getByRole('textbox', { name: 'Name of Region 1', exact: true });
  await own.fill('Pasted part');
  await page.getByLabel(desk.text('regions.remark'), { exact: true }).fill('No shadow under it.');
  await page.getByText(desk.text('regions.finding')).click();
  await saved(2);
  await expect(card('Pasted part').getByText(/^Seen by 2 kinds of trace/)).toBeVisible();
  await page.reload();
  await desk.openStage('examine');
  await desk.exhibit('doctored.jpg').click();
  await expect(page.getByText('Pasted part: No shadow under it.')).toBeVisible();
});

test('drawn with the mouse and by keys, moved, undone and taken away, in Chinese', async () => {
  const { page } = desk;
  await desk.chooseTheme('dark');
  await desk.chooseLanguage('zh-CN');
  await page.keyboard.press('Alt+KeyO');
  await button('regions.tool.ellipse').click();
  await expect(surface()).toBeFocused();
  const { left, top, width, height } = picture.copied.to;
  const from = await screenOf({ x: left, y: top });
  const to = await screenOf({ x: left + width, y: top + height });
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  const ellipse = card('区域 2');
  await expect(ellipse.getByText(/^1 类痕迹、1 种方法指出/)).toBeVisible();
  await button('regions.tool.polygon').focus();
  await page.keyboard.press('Space');
  await expect(surface()).toBeFocused();
  for (const keys of [['ArrowRight'], ['ArrowDown'], ['ArrowLeft']]) {
    await page.keyboard.press('Enter');
    for (let step = 0; step < 5; step += 1) await page.keyboard.press(keys[0]!);
  }
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const polygon = card('区域 3');
  await expect(polygon).toBeVisible();
  const whole = page.getByRole('button', { name: /^区域 3，移动整个区域/ });
  const before = await whole.getAttribute('aria-label');
  await whole.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(whole).not.toHaveAttribute('aria-label', before!);
  await ellipse.getByRole('textbox', { name: '“区域 2”的名称' }).focus();
  await ellipse.getByRole('button', { name: /热图在区域内外的均值/ }).click();
  await expectClean(page, 'regions-chinese');
  await page.keyboard.press('Control+KeyZ');
  await page.keyboard.press('Control+KeyZ');
  await expect(polygon).toBeHidden();
  await page.keyboard.press('Control+Shift+KeyZ');
  await expect(polygon).toBeVisible();
});
