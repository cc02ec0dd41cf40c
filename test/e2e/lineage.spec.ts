import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { english } from '../fixtures/make/running-text.ts';
import { expectClean } from './driver/clean-page.ts';
import { startHost } from './driver/loopback.ts';
import { Workstation } from './driver/workstation.ts';

test('a text, an excerpt, and an excerpt of it are related', async ({ page }) => {
  const host = await startHost();
  try {
    const desk = new Workstation(page);
    const files = join(host.folder, 'files');
    mkdirSync(files);
    writeFileSync(join(files, 'whole.txt'), english);
    writeFileSync(join(files, 'excerpt.txt'), english.slice(0, 1800));
    writeFileSync(join(files, 'part.txt'), english.slice(200, 1100));
    await page.goto(host.entrance);
    await desk.newCase('Excerpts', files);
    await expect(desk.exhibit('whole.txt')).toBeVisible();
    await desk.openStage('trace');
    await desk.tab('trace.tab.lineage').click();
    await page.getByRole('button', { name: desk.text('lineage.submit'), exact: true }).click();
    const node = page.getByRole('button', { name: /whole\.txt/ }).first();
    await expect(node).toBeVisible({ timeout: 30_000 });
    await node.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-pane="lineage-details"] h3')).toContainText('.txt');
    await expectClean(page, 'lineage-en-light');
    await page.getByRole('button', { name: desk.text('lineage.overview'), exact: true }).click();
    for (const [format, content] of [
      ['svg', /^<svg .*excerpt\.txt/s],
      ['graphml', /<graphml .*excerpt\.txt/s],
    ] as const) {
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: desk.text(`lineage.export.${format}`), exact: true }).click();
      const path = await (await saving).path();
      expect(readFileSync(path, 'utf8')).toMatch(content);
    }
    await desk.tab('lineage.timeline').click();
    await expect(page.getByText(desk.text('lineage.timeline.none'))).toBeVisible();
    await desk.tab('lineage.table').click();
    await page.getByRole('table').getByRole('button').first().click();
    await expect(page.locator('[data-pane="lineage-details"]')).toContainText(desk.text('lineage.cues'));
    await desk.chooseLanguage('zh-CN');
    await desk.chooseTheme('dark');
    await expectClean(page, 'lineage-zh-dark');
  } finally {
    await host.stop();
  }
});
