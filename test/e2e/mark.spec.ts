import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import sharp from 'sharp';
import { commands } from '../../shared/commands.ts';
import { cloudPicture } from '../fixtures/make/cloud-picture.ts';
import { expectClean } from './driver/clean-page.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { Workstation } from './driver/workstation.ts';

/** A mark from the desk to its discovery: written, entered, found by an examination, and what it survives. */

test.describe.configure({ mode: 'serial' });

let host: RunningHost;
let desk: Workstation;

test.beforeAll(async ({ browser }) => {
  host = await startHost();
  const context = await browser.newContext();
  desk = new Workstation(await context.newPage());
  const files = join(host.folder, 'files');
  mkdirSync(join(host.folder, 'out'));
  mkdirSync(files);
  const [width, height] = [512, 384];
  await sharp(cloudPicture(width, height, 3), { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95 })
    .toFile(join(files, 'clouds.jpg'));
  await desk.page.goto(host.entrance);
});
test.afterAll(() => host.stop());

const button = (key: Parameters<Workstation['text']>[0]): Locator =>
  desk.page.getByRole('button', { name: desk.text(key), exact: true });
const marked = (): Locator => desk.page.getByRole('row', { name: /^marked-/ });

const clean = (name: string) => expectClean(desk.page, `marking-${name}`);

test('a case with a picture', async () => {
  const { page } = desk;
  await button('start.new').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(desk.text('start.name')).fill('Own media');
  await dialog.getByRole('button', { name: desk.text('start.create') }).click();
  await expect(dialog).toBeHidden();
  await button('intake.by-path').first().click();
  await dialog.getByRole('textbox').fill(join(host.folder, 'files'));
  await dialog.getByRole('button', { name: desk.text('intake.paths.submit') }).click();
  await expect(desk.exhibit('clouds.jpg')).toBeVisible();
});

test('an invisible mark with a label and an entry: asked for, written, told layer by layer', async () => {
  const { page } = desk;
  await desk.openStage('mark');
  await desk.exhibit('clouds.jpg').click();
  await page.getByText(desk.text('mark.invisible.add')).click();
  await page.getByText(desk.text('mark.identifier.typed'), { exact: true }).click();
  const identifier = page.getByLabel(desk.text('mark.identifier.value'));
  await identifier.fill('0x1ffffffffffffffff');
  await expect(page.getByText(desk.text('mark.identifier.out-of-range'))).toBeVisible();
  await expect(button('mark.submit')).toBeDisabled();
  await identifier.fill('0x102');
  await button('mark.keys.open').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(desk.text('mark.keys.name.optional')).fill('Newsroom');
  await dialog.getByLabel(desk.text('mark.keys.name.optional')).press('Enter');
  await expect(dialog.getByRole('rowheader', { name: 'Newsroom' })).toBeVisible();
  await clean('keys');
  await page.keyboard.press('Escape');
  // Nothing was sent off by the dialog’s Enter, and the new key is the one that is used.
  await expect(page.getByText(desk.text('mark.key.private.note'))).toBeVisible();
  await page.getByText(desk.text('mark.standard.iptc-digital-source-type')).click();
  await page.getByLabel(desk.text('mark.register.owner')).fill('for the e2e case');
  await expect(button('mark.submit')).toBeEnabled();
  await button('mark.submit').click();
  await expect(page.getByText(desk.text('mark.made'))).toBeVisible({ timeout: 60_000 });
  const layers = page.getByRole('table', { name: desk.text('mark.layers') });
  await expect(layers.getByRole('row', { name: /invisible mark done .*\b258\b/i })).toBeVisible();
  await expect(layers.getByRole('row', { name: /metadata done .*exiftool/i })).toBeVisible();
  await expect(layers.getByRole('row', { name: /credential left out/i })).toBeVisible();
  await expect(page.getByText('0x0000000000000102', { exact: true })).toBeVisible();
  await expect(page.getByRole('table', { name: desk.text('mark.quality') })).toContainText('dB');
  await clean('done');
  await button('mark.take-in').click();
  await expect(marked()).toBeVisible({ timeout: 30_000 });
});

test('the entry is found, and its note is kept', async () => {
  const { page } = desk;
  await button('mark.entry.open').click();
  const note = page.getByLabel(desk.text('register.note'));
  await expect(note).toHaveValue('for the e2e case');
  await note.fill('Cover of March');
  await button('register.note.save').click();
  await expect(page.getByText(desk.text('register.note.saved'))).toBeVisible();
  const search = page.getByRole('searchbox', { name: desk.text('register.search') });
  await search.fill('of March');
  const list = page.getByRole('grid', { name: desk.text('register.list') });
  await expect(list.getByRole('row', { name: 'clouds.jpg' })).toBeVisible();
  await clean('register');
  await search.fill('nowhere');
  await expect(page.getByText(desk.text('register.no-match'))).toBeVisible();
});

test('an examination reads the mark and leads to the entry', async () => {
  const { page } = desk;
  await desk.openStage('examine');
  await marked().click();
  await page
    .getByRole('main')
    .getByRole('button', { name: desk.text('examine.start'), exact: true })
    .click();
  const run = desk.run(/Marks of this program/);
  await expect(run).toContainText(desk.text('outcome.found'), { timeout: 60_000 });
  await run.click();
  await expect(page.getByText(/carries the mark 258 .*entry 1.*Cover of March/)).toBeVisible();
});

test('what survives: in Chinese and in the dark, attack by attack and strength by strength', async () => {
  const { page } = desk;
  await desk.chooseLanguage('zh-CN');
  await desk.chooseTheme('dark');
  await page.keyboard.press(commands.find(({ id }) => id === 'stage-survive')!.keys[0]!);
  await expect(page.getByText(desk.text('survive.runs.none'))).toBeVisible();
  await page.getByText(desk.text('survive.suite.chosen')).click();
  await expect(button('survive.submit')).toBeDisabled();
  for (const [family, attack] of [
    ['重新封装', '清除元数据'],
    ['再生成', '以模型重新生成'],
  ] as const) {
    await page.getByRole('button', { name: new RegExp(`^${family}`) }).click();
    await page.getByText(attack, { exact: true }).click();
  }
  await button('survive.submit').click();
  const matrix = page.getByRole('grid', { name: desk.text('survive.matrix') });
  await expect(matrix).toBeVisible({ timeout: 60_000 });
  const cell = (name: RegExp) => matrix.getByRole('gridcell', { name });
  await expect(cell(/^.*元数据.*标识：丢失$/).first()).toBeVisible();
  await expect(cell(/，凭证：原本没有$/).first()).toBeVisible();
  await cell(/^.*元数据.*水印：留存$/)
    .first()
    .click();
  const ladder = page.getByRole('table', { name: desk.text('survive.ladder') });
  await expect(ladder).toContainText(/不超过 10\d+ 分之一/);
  await clean('survive-zh-dark');
  // A run that is kept is opened again, by the keyboard.
  const runs = page.getByRole('listbox', { name: desk.text('survive.runs') });
  await expect(runs.getByRole('option')).toHaveCount(1);
  await expect(runs.getByRole('option')).toHaveAttribute('aria-selected', 'true');
  await matrix.focus();
  await page.keyboard.press('Control+End');
  await expect(page.getByText(/再生成单独报告/).last()).toBeVisible();
});

test('a folder is marked into another, and taken up again', async () => {
  const { page } = desk;
  await desk.chooseLanguage('en');
  await desk.openStage('mark');
  await desk.tab('mark.tab.files').click();
  await page.getByLabel(desk.text('mark.batch.sources')).fill(join(host.folder, 'files'));
  await page.getByLabel(desk.text('mark.batch.out'), { exact: true }).fill(join(host.folder, 'out'));
  const list = page.getByRole('grid', { name: desk.text('mark.batch.list') });
  for (const state of ['done', 'earlier'] as const) {
    await button('mark.batch.submit').click();
    await expect(list.getByRole('row', { name: 'clouds.jpg' })).toContainText(
      desk.text(`mark.batch.state.${state}`),
      { timeout: 60_000 },
    );
  }
  await clean('batch-dark');
  const [made, source] = ['out', 'files'].map((name) => readFileSync(join(host.folder, name, 'clouds.jpg')));
  expect(made?.equals(source!)).toBe(false);
});
