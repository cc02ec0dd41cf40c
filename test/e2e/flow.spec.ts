import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { makePng } from '../fixtures/make/png.ts';
import { type RunningHost, startConfinedHost } from './driver/loopback.ts';
import { Workstation } from './driver/workstation.ts';

/** One analyst's hour: make a case, take files in, examine, look at bytes, compare, report, verify. */
test.describe.configure({ mode: 'serial' });

let host: RunningHost;
let desk: Workstation;
let complaints: string[];

test.beforeAll(async ({ browser }) => {
  host = await startConfinedHost();
  const page = await browser.newPage();
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  desk = new Workstation(page);
  const files = join(host.folder, 'files');
  await mkdir(files);
  const jpeg = await makeJpeg();
  await writeFile(join(files, 'first.jpg'), jpeg);
  await writeFile(join(files, 'second.jpg'), Buffer.concat([jpeg, Buffer.from('appended')]));
  await writeFile(join(files, 'misnamed.jpg'), makePng());
  await writeFile(join(files, '<img src=x onerror=alert(1)>.txt'), 'a caption');
  await symlink('/etc/passwd', join(files, 'link.jpg'));
  await page.goto(host.entrance);
});
test.afterAll(() => host.stop());

test('a new case takes a folder in and refuses the link', async () => {
  const { page } = desk;
  await page
    .getByRole('button', { name: desk.text('start.new') })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(desk.text('start.name')).fill('Harbour clip');
  await dialog.getByRole('button', { name: desk.text('start.create') }).click();
  await expect(page.getByRole('heading', { name: 'Harbour clip' })).toBeVisible();
  await page
    .getByRole('button', { name: desk.text('intake.by-path') })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('textbox').fill(join(host.folder, 'files'));
  await page
    .getByRole('dialog')
    .getByRole('button', { name: desk.text('intake.paths.submit') })
    .click();
  for (const name of ['first.jpg', 'second.jpg', 'misnamed.jpg', '<img src=x onerror=alert(1)>.txt']) {
    await expect(desk.exhibit(name)).toBeVisible();
  }
  await expect(page.getByText(/link\.jpg/).first()).toBeVisible();
});

test('everything is examined and the runs stream in', async () => {
  const { page } = desk;
  await page.getByRole('button', { name: desk.text('intake.examine-all') }).click();
  await desk.openStage('examine');
  await desk.exhibit('second.jpg').click();
  await desk.run(/Container structure/).click();
  await expect(page.getByText(/8 bytes/).first()).toBeVisible();
});

test('a node of the structure tree selects its bytes', async () => {
  const { page } = desk;
  const tree = page
    .getByRole('treegrid', { name: 'Structure' })
    .or(page.getByRole('tree', { name: 'Structure' }));
  await tree
    .getByRole('row', { name: /SOF0/ })
    .or(tree.getByRole('treeitem', { name: /SOF0/ }))
    .first()
    .click();
  await expect(page.getByText(/ff c0/).first()).toBeVisible();
});

test('the image opens in the viewer and answers to the keyboard', async () => {
  const { page } = desk;
  await desk.tab('examine.tab.image').click();
  await expect(page.getByText('all tiles shown')).toBeVisible();
  const pane = page.getByRole('application');
  const readout = page.getByRole('region', { name: desk.text('viewer.status') });
  await pane.click();
  await page.keyboard.press('Digit1');
  await expect(readout.getByText('100 %')).toBeVisible();
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('Equal');
  await expect(readout.getByText('100 %')).toBeHidden();
  const before = await readout.textContent();
  await page.keyboard.press('ArrowRight');
  await expect(readout).not.toHaveText(before!);
});

test('two exhibits stand side by side, and only what differs is told', async () => {
  const { page } = desk;
  await desk.openStage('compare');
  for (const name of ['first.jpg', 'second.jpg']) {
    await desk.exhibit(name).click();
  }
  await expect(page.getByRole('application')).toHaveCount(2);
  await desk.tab('compare.tab.facts').click();
  await expect(page.getByText(/the decoded content is the same/).first()).toBeVisible();
});

test('a report is exported, stands in the list and in the custody log', async () => {
  const { page } = desk;
  await desk.openStage('report');
  for (const label of ['report.format.html', 'report.format.pdf'] as const) {
    await page.getByRole('radio', { name: desk.text(label) }).check({ force: true });
    await page.getByRole('button', { name: desk.text('report.export'), exact: true }).click();
    await expect(
      page.getByText(label.endsWith('pdf') ? /report-.*\.pdf/ : /report-.*\.html/).first(),
    ).toBeVisible({ timeout: 60_000 });
  }
  await page.getByRole('button', { name: desk.text('verify.start'), exact: true }).click();
  await expect(page.getByText(desk.text('verify.good')).first()).toBeVisible();
  await page.getByRole('button', { name: desk.text('checkpoint.elsewhere'), exact: true }).click();
  const kept = page.getByRole('textbox', { name: desk.text('checkpoint.text'), exact: true });
  const hold = page.getByRole('button', { name: desk.text('checkpoint.hold'), exact: true });
  await kept.fill('{"format":"assay-checkpoint"}');
  await hold.click();
  await expect(page.getByText(/There is no checkpoint in this/)).toBeVisible();
  const [folder] = await readdir(join(host.folder, 'cases'));
  const reports = join(host.folder, 'cases', folder!, 'reports');
  const html = (await readdir(reports)).find((name) => name.endsWith('.html'))!;
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: desk.text('checkpoint.choose'), exact: true }).click();
  await (await chooser).setFiles(join(reports, html.replace('.html', '.json')));
  await expect(kept).toHaveValue(/^\{.*"assay-checkpoint".*\}$/);
  await hold.click();
  await expect(page.getByText(/Held against a checkpoint kept elsewhere/)).toBeVisible();
  await expect(page.getByText(desk.text('verify.good')).first()).toBeVisible();
  const text = await readFile(join(reports, html), 'utf8');
  const sha256 = createHash('sha256')
    .update(await readFile(join(host.folder, 'files/first.jpg')))
    .digest('hex');
  expect(text).toContain(sha256);
  expect(text).not.toMatch(/<script|<img src=x/);
});

test('nothing complained, and nothing ran that a file name brought along', () => {
  expect(complaints).toEqual([]);
});
