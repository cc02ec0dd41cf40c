import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Language } from '../../shared/domain/localized.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { copySample } from './driver/sample-case.ts';
import { Workstation } from './driver/workstation.ts';

/** Every stage in both languages and themes: pictures for people, axe for everyone else. */
const pictures = fileURLToPath(new URL('../../out/screenshots', import.meta.url));

let folder: string;
let host: RunningHost;
let desk: Workstation;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  mkdirSync(pictures, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'assay-stages-'));
  host = await startHost(copySample(folder));
  const context = await browser.newContext();
  desk = new Workstation(await context.newPage());
  await desk.page.goto(host.entrance);
  await desk.openStage('examine');
});
test.afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('every method ended on every file of the sample', async () => {
  const list = desk.page.getByRole('grid', { name: desk.text('evidence.list') });
  expect(await list.getByTitle(desk.text('outcome.found'), { exact: true }).count()).toBeGreaterThan(5);
  await expect(list.getByTitle(desk.text('outcome.failed'), { exact: true })).toHaveCount(0);
});

const views: [string, () => Promise<void>][] = [
  [
    'intake',
    async () => {
      await desk.openStage('intake');
      // Rows ask for their pictures once the list has come to rest.
      await expect(desk.page.locator('main img')).toHaveCount(7);
      await desk.page.waitForTimeout(400);
    },
  ],
  [
    'examine',
    async () => {
      await desk.openStage('examine');
      await desk.exhibit('lake-edited.jpg').click();
      await desk.tab('examine.tab.overview').click();
      await expect(desk.page.getByText('GIMP 2.10.36').first()).toBeVisible();
    },
  ],
  [
    'structure',
    async () => {
      await desk.run(/Container structure|容器结构/).click();
      await expect(desk.page.getByText('APP1').first()).toBeVisible();
    },
  ],
  [
    'figures',
    async () => {
      await desk.run(/Error level|误差/).click();
      await expect(desk.page.locator('canvas').first()).toBeVisible();
    },
  ],
  [
    'image',
    async () => {
      await desk.tab('examine.tab.image').click();
      await expect(desk.page.getByRole('application')).toBeVisible();
      await desk.page.waitForTimeout(800);
    },
  ],
  [
    'credential',
    async () => {
      await desk.exhibit('lake-signed.jpg').click();
      await desk.run(/C2PA/).click();
    },
  ],
  [
    'trace',
    async () => {
      await desk.openStage('trace');
      await expect(desk.page.getByText(desk.text('trace.list.none'))).toBeVisible();
    },
  ],
  [
    'compare',
    async () => {
      await desk.openStage('compare');
      const panes = desk.page.getByRole('application');
      if ((await panes.count()) === 0) {
        for (const name of ['lake.jpg', 'lake-edited.jpg']) await desk.exhibit(name).click();
      }
      await expect(panes).toHaveCount(2);
      await desk.page.waitForTimeout(1200);
    },
  ],
  ['report', () => desk.openStage('report')],
  [
    'mark',
    async () => {
      await desk.openStage('mark');
      await desk.exhibit('lake.jpg').click();
      await expect(desk.page.getByRole('heading', { name: desk.text('mark.now') })).toBeVisible();
    },
  ],
  [
    'survive',
    async () => {
      await desk.openStage('survive');
      await expect(desk.page.getByRole('radio', { name: desk.text('survive.suite.chosen') })).toBeVisible();
    },
  ],
];

// Each language and each theme once: what they change, words and colours, does not depend on the other.
for (const [language, theme] of [
  ['en', 'light'],
  ['zh-CN', 'dark'],
] as const satisfies readonly (readonly [Language, 'light' | 'dark'])[]) {
  test(`every stage, ${language}, ${theme}`, async () => {
    await desk.chooseLanguage(language);
    await desk.chooseTheme(theme);
    for (const [name, open] of views) {
      await open();
      await desk.page.screenshot({ path: join(pictures, `${name}-${language}-${theme}.png`) });
      const { violations } = await new AxeBuilder({ page: desk.page }).analyze();
      const told = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
      );
      expect(told, `${name} ${language} ${theme}`).toEqual([]);
    }
  });
}
