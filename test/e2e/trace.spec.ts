import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { commands } from '../../shared/commands.ts';
import { english } from '../fixtures/make/running-text.ts';
import { photographFile, sensorCamera } from '../fixtures/make/sensor-camera.ts';
import { croppedCopy, labelledOriginal, unrelatedPicture } from '../fixtures/make/traced-pictures.ts';
import { expectClean } from './driver/clean-page.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { Workstation } from './driver/workstation.ts';

/** A stripped copy led back to its original: entered, traced, laid over each other, told change by change. */

test.describe.configure({ mode: 'serial' });

let host: RunningHost;
let desk: Workstation;

test.beforeAll(async ({ browser }) => {
  host = await startHost();
  const context = await browser.newContext();
  desk = new Workstation(await context.newPage());
  const files = join(host.folder, 'files');
  mkdirSync(files);
  writeFileSync(join(files, 'copy.jpg'), await croppedCopy());
  writeFileSync(join(files, 'original.jpg'), await labelledOriginal());
  writeFileSync(join(files, 'other.jpg'), await unrelatedPicture());
  const edited = english
    .slice(0, 1400)
    .replace('retired pilot', 'retired sailor')
    .replace('at dawn, ', '')
    .replace('more than an honest face', 'more than an\u200b honest face');
  writeFileSync(join(files, 'article.txt'), english);
  writeFileSync(join(files, 'article-edited.txt'), edited);
  writeFileSync(
    join(host.folder, 'list.csv'),
    `type,value\npdq,${'f8f8f0cce0f4e84d'.repeat(4)}\nmd5,${'d'.repeat(32)}\nphotodna,x\n`,
  );
  const references = join(host.folder, 'references');
  mkdirSync(references);
  for (const seed of [1, 2, 3])
    writeFileSync(join(references, `${seed}.jpg`), await photographFile(sensorCamera(1, 128, 128), seed));
  writeFileSync(join(references, 'words.txt'), 'no picture');
  await desk.page.goto(host.entrance);
});
test.afterAll(() => host.stop());

const button = (key: Parameters<Workstation['text']>[0]): Locator =>
  desk.page.getByRole('button', { name: desk.text(key), exact: true });

const clean = (name: string) => expectClean(desk.page, `trace-${name}`);

/** Choose an exhibit by the button beside a label. */
async function choose(label: string, name: string): Promise<void> {
  const { page } = desk;
  await page.getByRole('button', { name: `${label}: ${desk.text('choice.choose')}` }).click();
  const dialog = page.getByRole('dialog', { name: label, exact: true });
  await dialog.getByRole('row', { name, exact: true }).click();
  await dialog.getByRole('button', { name: desk.text('choice.take') }).click();
  await expect(dialog).toBeHidden();
}

test('a case with an original, a copy, a stranger and two texts', async () => {
  await desk.newCase('Copies', join(host.folder, 'files'));
  await expect(desk.exhibit('original.jpg')).toBeVisible();
});

test('an exhibit is entered as a known original, and the register is exported', async () => {
  const { page } = desk;
  await page.keyboard.press(commands.find(({ id }) => id === 'stage-trace')!.keys[0]!);
  await expect(page.getByText(desk.text('trace.list.none'))).toBeVisible();
  await desk.tab('trace.tab.register').click();
  await button('register.add').click();
  const dialog = page.getByRole('dialog', { name: desk.text('register.add.title') });
  await choose(desk.text('trace.exhibit'), 'original.jpg');
  await dialog.getByLabel(desk.text('register.add.owner')).fill('Our own picture');
  await clean('register-add');
  await dialog.getByRole('button', { name: desk.text('register.add.submit') }).click();
  await expect(dialog).toBeHidden({ timeout: 60_000 });
  const list = page.getByRole('grid', { name: desk.text('register.list') });
  await expect(list.getByRole('row', { name: 'original.jpg' })).toBeVisible();
  await button('register.export').click();
  const out = page.getByRole('dialog', { name: desk.text('register.export.title') });
  await out.getByRole('textbox').fill(join(host.folder, 'register.json'));
  await out.getByRole('textbox').press('Enter');
  await expect(out.getByText(desk.text('register.export.key.note'))).toBeVisible();
  await page.keyboard.press('Escape');
});

test('a camera is made known by its pictures, and forgotten again', async () => {
  const { page } = desk;
  await button('cameras.open').click();
  const dialog = page.getByRole('dialog', { name: desk.text('cameras.title') });
  await expect(dialog.getByText(desk.text('cameras.none'))).toBeVisible();
  await dialog.getByLabel(desk.text('cameras.name'), { exact: true }).fill('Body 1');
  await dialog.getByLabel(desk.text('cameras.paths')).fill(join(host.folder, 'references'));
  await clean('cameras');
  await dialog.getByRole('button', { name: desk.text('cameras.submit') }).click();
  const known = dialog.getByRole('table', { name: desk.text('cameras.known') });
  await expect(known.getByRole('rowheader', { name: 'Body 1' })).toBeVisible({ timeout: 30_000 });
  await expect(dialog.getByText('words.txt')).toBeVisible();
  await clean('cameras-known');
  await dialog.getByRole('button', { name: `${desk.text('cameras.remove')}: Body 1` }).click();
  await expect(dialog.getByText(desk.text('cameras.none'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('the copy is led back to the entry and to the exhibit, with what it lost', async () => {
  const { page } = desk;
  await desk.tab('trace.tab.sources').click();
  await choose(desk.text('trace.exhibit'), 'copy.jpg');
  await button('trace.submit').click();
  const card = page.getByRole('region', { name: /^original\.jpg/ });
  await expect(card).toHaveCount(2, { timeout: 60_000 });
  const entered = card.filter({ hasText: 'Our own picture' });
  // Pictures as small as these could be two photographs of one scene.
  await expect(entered).toContainText('likely a copy');
  await expect(entered).toContainText('trainedAlgorithmicMedia');
  await expect(entered).toContainText(desk.text('trace.recovered.lost'));
  // Nothing contradicts itself, and the stranger is no source.
  await expect(page.getByText(desk.text('trace.warning.transplanted'))).toHaveCount(0);
  await expect(page.getByRole('region', { name: /^other\.jpg/ })).toHaveCount(0);
  await clean('sources-en-light');
});

test('the copy lies in the original, and what was laid on it is named', async () => {
  const { page } = desk;
  await page
    .getByRole('region', { name: /^original\.jpg · Exhibit/ })
    .getByRole('button', { name: new RegExp(`^${desk.text('trace.open-comparison')}`) })
    .click();
  await expect(page.getByText('One lies over the other')).toBeVisible();
  const changes = page.getByRole('listbox', { name: desk.text('alignment.changes.list') });
  await changes
    .getByRole('option', { name: /laid over|overlaid/i })
    .first()
    .click();
  await expect(page.locator('svg g[data-active]').first()).toBeVisible();
  await clean('alignment-en-light');
});

test('in Chinese and in the dark: sources, duplicates, register, alignment', async () => {
  const { page } = desk;
  await desk.chooseLanguage('zh-CN');
  await desk.chooseTheme('dark');
  await expect(page.getByText('两者可以叠合')).toBeVisible();
  await clean('alignment-zh-dark');
  await desk.openStage('trace');
  await expect(page.getByRole('region', { name: /^original\.jpg/ }).first()).toContainText('很可能为副本');
  await clean('sources-zh-dark');
  await desk.tab('trace.tab.duplicates').click();
  await expect(page.getByRole('region', { name: desk.text('duplicates.what.copies') })).toBeVisible();
  await clean('duplicates-zh-dark');
  await desk.tab('trace.tab.register').click();
  await page
    .getByRole('grid', { name: desk.text('register.list') })
    .getByRole('row')
    .nth(1)
    .click();
  await clean('register-zh-dark');
});

test('two texts are laid over each other, passage by passage', async () => {
  const { page } = desk;
  await desk.chooseLanguage('en');
  await desk.chooseTheme('light');
  await desk.openStage('compare');
  const picker = page.getByRole('region', { name: desk.text('compare.choose') });
  for (const name of ['copy.jpg', 'original.jpg', 'article.txt', 'article-edited.txt'])
    await picker.getByRole('row', { name, exact: true }).click();
  await desk.tab('compare.tab.alignment').click();
  await button('alignment.submit').click();
  const changes = page.getByRole('listbox', { name: desk.text('alignment.changes.list') });
  await changes.getByRole('option', { name: /pilot.*sailor/ }).click({ timeout: 30_000 });
  await expect(page.locator('mark[data-active]')).toHaveText(['pilot', 'sailor']);
  await expect(page.getByText('\\u{200B}').first()).toBeVisible();
  await clean('alignment-text');
});

test('what is exported is imported again; a picture is no register, and a list of hashes is searched', async () => {
  const { page } = desk;
  await desk.openStage('trace');
  await desk.tab('trace.tab.register').click();
  await button('register.import').click();
  const dialog = page.getByRole('dialog', { name: desk.text('register.import.title') });
  await dialog.getByRole('textbox').fill(join(host.folder, 'files', 'copy.jpg'));
  await dialog.getByRole('textbox').press('Enter');
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByRole('textbox').fill(join(host.folder, 'register.json'));
  await dialog.getByRole('textbox').press('Enter');
  await expect(dialog.getByText(desk.text('register.import.from'))).toBeVisible();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await clean('register-import-en-light');
  await page.keyboard.press('Escape');
  await button('hash-lists.open').click();
  const lists = page.getByRole('dialog', { name: desk.text('hash-lists.title') });
  await lists.getByLabel(desk.text('hash-lists.path')).fill(join(host.folder, 'list.csv'));
  await lists.getByRole('textbox', { name: desk.text('hash-lists.name') }).fill('Known copies');
  await page.keyboard.press('Enter');
  await expect(lists.getByRole('row', { name: /Known copies.*PDQ 1.*MD5 1/ })).toBeVisible();
  await expect(lists).toContainText('photodna (1)');
  await page.keyboard.press('Escape');
});
