import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { makeLargeCase } from './driver/large-case.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { copySample } from './driver/sample-case.ts';
import { Workstation } from './driver/workstation.ts';

/** Who cannot use a mouse, needs large type or high contrast, or has ten thousand files, gets everywhere too. */
const pictures = fileURLToPath(new URL('../../test-results/screenshots', import.meta.url));

/** Press Tab until the focus is there. */
async function tabTo(target: Locator, most = 120): Promise<void> {
  for (let step = 0; step < most; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await target.page().keyboard.press('Tab');
  }
  await expect(target).toBeFocused({ timeout: 1 });
}

/** Choose a command by its words in the palette. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+KeyK');
  await expect(page.getByRole('dialog').getByRole('searchbox')).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** Controls that stick out of the page, or of a part that cuts off what does not fit and does not scroll. */
function clippedControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const told: string[] = [];
    const width = document.documentElement.clientWidth;
    for (const control of document.querySelectorAll<HTMLElement>(
      'button, [role=tab], [role=radio], input, select, a[href]',
    )) {
      const box = control.getBoundingClientRect();
      // The native twin of a drawn control, there for forms only.
      if (control.closest('[aria-hidden=true]') !== null) continue;
      if (!control.checkVisibility() || box.width <= 2 || box.height <= 2) continue;
      let left = Number.NEGATIVE_INFINITY;
      let right = Number.POSITIVE_INFINITY;
      for (let part = control.parentElement; part !== null; part = part.parentElement) {
        const { overflowX } = getComputedStyle(part);
        // What scrolls can be brought into view.
        if (overflowX === 'auto' || overflowX === 'scroll') break;
        const around = part.getBoundingClientRect();
        if (overflowX === 'hidden' || overflowX === 'clip') {
          left = Math.max(left, around.left);
          right = Math.min(right, around.right);
        }
        if (part === document.body) {
          left = Math.max(left, 0);
          right = Math.min(right, width);
        }
      }
      if (box.left < left - 1 || box.right > right + 1) {
        const name = control.getAttribute('aria-label') ?? control.textContent ?? '';
        told.push(`${control.tagName} ${name.trim()}: ${box.left}…${box.right} in ${left}…${right}`);
      }
    }
    return told;
  });
}

test.describe('the sample', () => {
  test.describe.configure({ mode: 'serial' });
  let folder: string;
  let host: RunningHost;
  let desk: Workstation;

  test.beforeAll(async ({ browser }) => {
    mkdirSync(pictures, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'assay-reach-'));
    host = await startHost(copySample(folder));
    const context = await browser.newContext();
    desk = new Workstation(await context.newPage());
    await desk.page.goto(host.entrance);
  });
  test.afterAll(async () => {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is examined, compared and reported on with the keyboard alone', async () => {
    const { page } = desk;
    const { keyboard } = page;
    await keyboard.press('Alt+Digit2');
    const list = page.getByRole('grid', { name: desk.text('evidence.list') });
    await keyboard.press('F6');
    await tabTo(list);
    await keyboard.press('Home');
    await keyboard.press('ArrowDown');
    await expect(list.locator('[data-active]')).toHaveAttribute('aria-rowindex', '3');
    // By its name, as there may be more exhibits one day: search, then back to the list.
    await keyboard.press('Slash');
    await keyboard.type('lake-edited');
    await tabTo(list);
    await keyboard.press('Home');
    await expect(desk.exhibit('lake-edited.jpg')).toHaveAttribute('aria-selected', 'true');

    // Runs: into the next pane, down to the structure.
    // The pane is drawn anew for the exhibit; what takes the focus too early loses it, and F6 is pressed again.
    await expect(desk.run(/Container structure/)).toBeVisible();
    const inRuns = page.getByRole('region', { name: desk.text('examine.runs') }).locator(':focus');
    await expect(async () => {
      await keyboard.press('F6');
      await expect(inRuns).toHaveCount(1, { timeout: 500 });
    }).toPass();
    const structure = desk.run(/Container structure/);
    const runs = page.getByRole('listbox', { name: desk.text('examine.runs') });
    for (let step = 0; step < 20 && (await runs.locator(':focus').count()) === 0; step += 1)
      await keyboard.press('Tab');
    await keyboard.press('Home');
    for (let step = 0; step < 30; step += 1) {
      if (await structure.evaluate((element) => element === document.activeElement)) break;
      await keyboard.press('ArrowDown');
    }
    await keyboard.press('Enter');
    await expect(structure).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByText('APP1').first()).toBeVisible();

    // The picture: into the next pane, along the tabs, into the viewer.
    await keyboard.press('F6');
    const tabs = page.getByRole('tab', { selected: true });
    await tabTo(tabs);
    for (let step = 0; step < 6; step += 1) {
      if ((await desk.tab('examine.tab.image').getAttribute('aria-selected')) === 'true') break;
      await keyboard.press('ArrowRight');
    }
    const viewer = page.getByRole('application');
    await expect(viewer).toBeVisible();
    await tabTo(viewer);
    const readout = page.getByRole('region', { name: desk.text('viewer.status') });
    await keyboard.press('Digit1');
    await expect(readout.getByText('100 %')).toBeVisible();
    await keyboard.press('Equal');
    await expect(readout.getByText('100 %')).toBeHidden();

    // Next exhibit, and this one beside another.
    await keyboard.press('Alt+KeyX');
    await expect(page.getByRole('main', { name: desk.text('stage.compare') })).toBeVisible();
    const choice = page.getByRole('grid', { name: desk.text('compare.choose') });
    await keyboard.press('Slash');
    await keyboard.press('Control+KeyA');
    await keyboard.type('lake.jpg');
    await tabTo(choice);
    await keyboard.press('Home');
    await keyboard.press('Space');
    await expect(page.getByRole('application')).toHaveCount(2);

    // The report, in its own tab.
    await keyboard.press('Alt+Digit6');
    const formats = page.getByRole('radiogroup', { name: desk.text('report.format'), exact: true });
    const html = formats.getByRole('radio', { name: desk.text('report.format.html') });
    await tabTo(formats.getByRole('radio', { checked: true }));
    for (let step = 0; step < 3 && !(await html.isChecked()); step += 1) await keyboard.press('ArrowDown');
    await keyboard.press('Control+Shift+KeyE');
    const opener = page.getByRole('link', { name: new RegExp(`^${desk.text('report.open')}: `) });
    await expect(opener).toHaveCount(1, { timeout: 60_000 });
    await tabTo(opener, 120);
    await page.screenshot({ path: join(pictures, 'report-list-keyboard.png') });
    const opening = page.context().waitForEvent('page');
    await keyboard.press('Enter');
    const report = await opening;
    const complaints: string[] = [];
    report.on('console', (message) => complaints.push(message.text()));
    await report.waitForLoadState();
    await expect(report.getByText('lake-edited.jpg').first()).toBeVisible();
    expect(report.url()).toMatch(/\.html$/);
    expect(await report.evaluate(() => window.opener)).toBeNull();
    await report.screenshot({ path: join(pictures, 'report-in-its-tab.png') });
    expect(complaints).toEqual([]);
    await report.close();

    // Language by the palette; kept for the next time.
    await command(page, desk.text('command.language-zh'));
    desk.language = 'zh-CN';
    await expect(page.getByRole('main', { name: desk.text('stage.report') })).toBeVisible();
    await command(page, desk.text('command.theme-dark'));
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect
      .poll(async () => JSON.parse(await readFile(join(host.folder, 'data/settings.json'), 'utf8')))
      .toEqual({ language: 'zh-CN', theme: 'dark' });
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.getByRole('navigation').getByText(desk.text('stage.examine'))).toBeVisible();
    expect(await page.evaluate(() => localStorage.getItem('assay.settings'))).toBeNull();
    await command(page, desk.text('command.language-en'));
    desk.language = 'en';
    await command(page, desk.text('command.theme-light'));
  });

  test('fits at 200 % and in forced colours', async ({ browser }) => {
    const storageState = await desk.page.context().storageState();
    const context = await browser.newContext({
      storageState,
      viewport: { width: 720, height: 450 },
      deviceScaleFactor: 2,
    });
    const large = new Workstation(await context.newPage());
    const { page } = large;
    await page.goto(new URL(host.entrance).origin);
    const told: string[] = [];
    const look = async (name: string) => {
      await page.waitForTimeout(600);
      await page.screenshot({ path: join(pictures, `${name}.png`) });
      told.push(...(await clippedControls(page)).map((line) => `${name}: ${line}`));
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 0) told.push(`${name}: the page is ${overflow} px too wide`);
    };
    for (const colors of ['none', 'active'] as const) {
      await page.emulateMedia({ forcedColors: colors });
      const suffix = colors === 'active' ? 'forced-colors' : '200-percent';
      await large.openStage('examine');
      await large.exhibit('lake-edited.jpg').click();
      await large.run(/Container structure/).click();
      // The names of the methods do not give way to what stands beside them.
      await expect(page.getByRole('option').getByText('Container structure')).toBeVisible();
      await look(`examine-${suffix}`);
      await large.openStage('compare');
      if (colors === 'none') {
        for (const name of ['lake.jpg', 'lake-edited.jpg']) await large.exhibit(name).click();
      }
      await expect(page.getByRole('application')).toHaveCount(2);
      await look(`compare-${suffix}`);
    }
    await context.close();
    expect(told).toEqual([]);
  });

  test('says when the host is gone', async () => {
    const { page } = desk;
    await expect(page.getByText(desk.text('connection.lost'))).toHaveCount(0);
    await host.stop();
    await expect(page.getByText(desk.text('connection.lost'))).toBeVisible();
    await expect(page.getByText(desk.text('connection.lost.note'))).toBeVisible();
    // What was there is still there to be read.
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});

test('a case of 10,000 exhibits opens, and its list holds only what is seen', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-large-'));
  await makeLargeCase(join(folder, 'large.case'), 10_000);
  const host = await startHost(join(folder, 'large.case'));
  const desk = new Workstation(page);
  try {
    await page.goto(host.entrance);
    await desk.openStage('intake');
    const list = page.getByRole('grid', { name: desk.text('evidence.list') });
    await expect(desk.exhibit('photo-1.jpg')).toBeVisible();
    expect(await list.getAttribute('aria-rowcount')).toBe('10001');
    expect(await list.getByRole('row').count()).toBeLessThan(100);
    await list.focus();
    await page.keyboard.press('End');
    await expect(desk.exhibit('photo-10000.jpg')).toBeVisible();
    await expect(desk.exhibit('photo-10000.jpg')).toHaveAttribute('aria-rowindex', '10001');
    expect(await list.getByRole('row').count()).toBeLessThan(100);
    await page.keyboard.press('Slash');
    await page.keyboard.type('photo-7777');
    await expect(list).toHaveAttribute('aria-rowcount', '2');
    await expect(desk.exhibit('photo-7777.jpg')).toBeVisible();
    await desk.openStage('examine');
    await expect(desk.exhibit('photo-7777.jpg')).toBeVisible();
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
