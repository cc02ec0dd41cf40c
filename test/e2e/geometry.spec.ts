import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import type { PicturePoint } from '../../shared/domain/geometry.ts';
import { edgeGeometry, shadowGeometry, shadowScene } from '../fixtures/make/shadow-scene.ts';
import { expectClean } from './driver/clean-page.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { type TextKey, Workstation } from './driver/workstation.ts';

/** Shadows and edges drawn on a rendered scene whose sun is known, and on one with a pillar pasted in. */

test.describe.configure({ mode: 'serial' });

let host: RunningHost;
let desk: Workstation;

test.beforeAll(async ({ browser }) => {
  host = await startHost();
  const context = await browser.newContext();
  desk = new Workstation(await context.newPage());
  const files = join(host.folder, 'files');
  mkdirSync(files);
  writeFileSync(join(files, '1-whole.png'), await shadowScene(null));
  writeFileSync(join(files, '2-pasted.png'), await shadowScene(2));
  await desk.page.goto(host.entrance);
  await desk.newCase('Pillars', files);
  await expect(desk.exhibit('2-pasted.png')).toBeVisible();
});
test.afterAll(() => host.stop());

const button = (key: TextKey): Locator =>
  desk.page.getByRole('button', { name: desk.text(key), exact: true });
const surface = (): Locator =>
  desk.page.getByRole('application', { name: desk.text('geometry.surface').split('{')[0] });
const group = (key: RegExp): Locator => desk.page.getByRole('article', { name: key });

/** Where a point of the picture is on the screen, from a pane that shows it whole. */
async function screenOf(at: PicturePoint): Promise<{ x: number; y: number }> {
  const box = (await surface().boundingBox())!;
  const scale = Math.min(1, box.width / 960, box.height / 640);
  return {
    x: box.x + Math.round(box.width / 2 - 480 * scale) + at.x * scale,
    y: box.y + Math.round(box.height / 2 - 320 * scale) + at.y * scale,
  };
}

async function click(...points: readonly PicturePoint[]): Promise<void> {
  for (const point of points) {
    const { x, y } = await screenOf(point);
    await desk.page.mouse.click(x, y);
  }
}

async function drawShadows(pasted: number | null): Promise<void> {
  await button('geometry.add.light').click();
  await button('geometry.draw.cast').click();
  await expect(surface()).toBeFocused();
  for (const mark of shadowGeometry(pasted).groups[0]!.marks) {
    if (mark.kind === 'cast') await click(mark.from, ...mark.to);
  }
}

test('shadows of one sun are consistent, and the region of the light lies over the picture', async () => {
  const { page } = desk;
  await desk.openStage('examine');
  await desk.exhibit('1-whole.png').click();
  await page.keyboard.press('Alt+KeyG');
  await expect(page.getByText(desk.text('geometry.empty'))).toBeVisible();
  await drawShadows(null);
  const light = group(/^Shadows of one light/);
  await expect(light.getByText('consistent', { exact: true })).toBeVisible();
  await expect(light.getByRole('listitem')).toHaveCount(5);
  await expect(light.getByText('The light is in front of the camera.')).toBeVisible();
  await surface().press('Escape');
  await expect(surface()).toBeHidden();
  await page.getByRole('button', { name: desk.text('viewer.zoom-out'), exact: true }).click();
  await page.getByRole('button', { name: desk.text('viewer.zoom-out'), exact: true }).click();
  await expectClean(page, 'geometry-consistent');
});

test('a point moved by keys changes the answer at once; saving keeps a version', async () => {
  const { page } = desk;
  const handle = page.getByRole('button', { name: /^2, first point/ });
  await handle.focus();
  for (let step = 0; step < 12; step += 1) await page.keyboard.press('Shift+ArrowRight');
  const light = group(/^Shadows of one light/);
  await expect(light.getByText('inconsistent', { exact: true })).toBeVisible();
  await expect(light.getByText(/The rest agree without “2”/)).toBeVisible();
  for (let step = 0; step < 12; step += 1) await page.keyboard.press('Shift+ArrowLeft');
  await expect(light.getByText('consistent', { exact: true })).toBeVisible();
  await page.getByRole('textbox', { name: 'Name of mark 1', exact: true }).fill('Left pillar');
  await page.getByRole('button', { name: 'Save as version 1' }).click();
  await expect(page.getByText('Version 1 is saved.')).toBeVisible();
});

test('a pillar with a shadow of its own is named', async () => {
  const { page } = desk;
  await desk.exhibit('2-pasted.png').click();
  await expect(page.getByText(desk.text('geometry.empty'))).toBeVisible();
  await drawShadows(2);
  await surface().press('Escape');
  const light = group(/^Shadows of one light/);
  await expect(light.getByText('inconsistent', { exact: true })).toBeVisible();
  await expect(light.getByText(/The rest agree without “3”/)).toBeVisible();
  await expectClean(page, 'geometry-inconsistent');
  await light.getByRole('checkbox', { name: 'Use mark 3' }).press('Space');
  await expect(light.getByText('consistent', { exact: true })).toBeVisible();
  await light.getByRole('checkbox', { name: 'Use mark 3' }).press('Space');
  await page.getByRole('button', { name: 'Save as version 1' }).click();
  await expect(page.getByText('Version 1 is saved.')).toBeVisible();
});

test('by keys alone, in Chinese: a mark is drawn, named and taken away', async () => {
  const { page } = desk;
  await desk.chooseTheme('dark');
  await desk.chooseLanguage('zh-CN');
  await button('geometry.add.parallel').focus();
  await page.keyboard.press('Enter');
  await button('geometry.draw.line').focus();
  await page.keyboard.press('Space');
  await expect(surface()).toBeFocused();
  await page.keyboard.press('Enter');
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  const lines = group(/^平行线/);
  await expect(lines.getByText('无法确定', { exact: true })).toBeVisible();
  await expect(page.getByText('不一致', { exact: true })).toBeVisible();
  await expectClean(page, 'geometry-chinese');
  const end = page.getByRole('button', { name: /^1，边界/ }).last();
  await end.focus();
  await page.keyboard.press('Delete');
  await expect(lines.getByRole('listitem')).toHaveCount(0);
});

test('edges in three directions give the camera', async () => {
  const { page } = desk;
  await desk.chooseTheme('light');
  await desk.chooseLanguage('en');
  await button('publication.discard').click();
  await desk.exhibit('1-whole.png').click();
  for (const [index, { marks }] of edgeGeometry().groups.entries()) {
    await button('geometry.add.parallel').click();
    await button('geometry.draw.line').nth(index).click();
    for (const mark of marks) if (mark.kind === 'line') await click(mark.from, mark.to);
    await surface().press('Escape');
  }
  await page.getByText(desk.text('geometry.orthogonal')).click();
  const camera = group(/^Camera$/);
  await expect(camera.getByText(/^Focal length|too uncertain|no camera/).first()).toBeVisible();
  await camera.scrollIntoViewIfNeeded();
  await expectClean(page, 'geometry-camera');
});
