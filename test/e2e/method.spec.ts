import { writeFileSync } from 'node:fs';
import { expect, type Locator, test } from '@playwright/test';
import { doctoredPicture } from '../fixtures/make/doctored-picture.ts';
import { CommandLine } from '../support/command-line.ts';
import { expectClean } from './driver/clean-page.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { type TextKey, Workstation } from './driver/workstation.ts';

/** The page of a method from its result, with one key: what to look for while the map is in sight. */

test.describe.configure({ mode: 'serial' });

const assay = new CommandLine();
let host: RunningHost;
let desk: Workstation;

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  desk = new Workstation(await context.newPage());
  const [file, folder] = [assay.path('doctored.jpg'), assay.path('pages.case')];
  writeFileSync(file, (await doctoredPicture()).file);
  const [started, examined] = await Promise.all([
    startHost(),
    assay.run(['examine', file, '--case', folder, '--only', 'pixels.double-quantization']),
  ]);
  host = started;
  expect(examined.status).toBe(0);
  const { page } = desk;
  await page.goto(host.entrance);
  const open = page.getByRole('button', { name: desk.text('start.open'), exact: true });
  await open.first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(folder);
  await dialog.getByRole('button', { name: desk.text('start.open'), exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await desk.openStage('examine');
  await desk.exhibit('doctored.jpg').click();
});
test.afterAll(async () => {
  await host.stop();
  await assay.remove();
});

const sheet = (): Locator => desk.page.getByRole('dialog');
const heading = (key: TextKey): Locator =>
  sheet().getByRole('heading', { name: desk.text(key), exact: true });

test('one key opens the page, Escape goes back to where the focus was', async () => {
  const run = desk.run(/Double JPEG compression, same grid/);
  await run.click();
  await expect(desk.page.getByRole('heading', { name: 'Double JPEG compression, same grid' })).toBeVisible();
  await run.focus();
  await desk.page.keyboard.press('F2');
  await expect(sheet()).toBeVisible();
  for (const key of ['method.sees', 'method.look-for', 'method.ignore', 'method.lies'] as const)
    await expect(heading(key)).toBeVisible();
  const table = sheet().getByRole('table', { name: desk.text('method.error-rate') });
  await expect(table.getByRole('columnheader')).toHaveCount(4);
  await expect(table.getByRole('row')).toHaveCount(6);
  // The text is ready to be read with the keys alone.
  const body = sheet().getByRole('article');
  await expect(body).toBeFocused();
  await desk.page.keyboard.press('End');
  await expect(sheet().getByText('pixels.double-quantization')).toBeInViewport();
  await desk.page.keyboard.press('Home');
  await expectClean(desk.page, 'method-en', '[role=dialog]');
  await desk.page.keyboard.press('Escape');
  await expect(sheet()).toBeHidden();
  await expect(run).toBeFocused();
});

test('a result is reproduced from its record, and says what came of it', async () => {
  await desk.page.getByRole('button', { name: desk.text('examine.reproduce'), exact: true }).click();
  const verdict = desk.text('examine.reproduced').replace('{verdict}', 'Identical');
  await expect(desk.page.getByRole('status').getByText(verdict)).toBeVisible({ timeout: 30_000 });
  await expectClean(desk.page, 'reproduced-en', '[role=tabpanel]');
});

test('by mouse, over the picture too, and in Chinese', async () => {
  await desk.chooseLanguage('zh-CN');
  await desk.chooseTheme('dark');
  await desk.page
    .getByRole('button', { name: desk.text('examine.show-on-image') })
    .first()
    .click();
  await expect(desk.page.getByText(desk.text('viewer.preparing'))).toBeHidden();
  const open = desk.page.getByRole('button', { name: desk.text('command.method-page'), exact: true });
  await open.click();
  await expect(heading('method.lies')).toBeVisible();
  await expect(sheet()).toHaveAccessibleName('方法说明：同网格双重 JPEG 压缩');
  await expectClean(desk.page, 'method-zh-CN-dark', '[role=dialog]');
  await sheet()
    .getByRole('button', { name: desk.text('common.close'), exact: true })
    .click();
  await expect(sheet()).toBeHidden();
  await expect(open).toBeFocused();
  await desk.tab('examine.tab.method').click();
  await expectClean(desk.page, 'method-tab-zh-CN-dark', '[role=tabpanel]');
});
