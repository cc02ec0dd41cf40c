import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { commands } from '../../shared/commands.ts';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { expectClean } from './driver/clean-page.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { Workstation } from './driver/workstation.ts';

/** The Mark stage: what can be written, what would change, the copy and its read-back, and what is refused. */

test.describe.configure({ mode: 'serial' });

let host: RunningHost;
let desk: Workstation;

test.beforeAll(async ({ browser }) => {
  host = await startHost();
  const context = await browser.newContext();
  desk = new Workstation(await context.newPage());
  const files = join(host.folder, 'files');
  mkdirSync(files);
  writeFileSync(join(files, 'bridge.jpg'), await makeJpeg({ width: 640, height: 480 }));
  writeFileSync(join(files, 'story.txt'), 'Once upon a time');
  await desk.page.goto(host.entrance);
});
test.afterAll(() => host.stop());

const submit = (): Locator => desk.page.getByRole('button', { name: desk.text('mark.submit'), exact: true });
const exported = (): string[] => {
  const cases = join(host.folder, 'cases');
  const exports = join(cases, readdirSync(cases)[0]!, 'exports');
  return readdirSync(exports).map((name) => join(exports, name));
};

const clean = (name: string) => expectClean(desk.page, `mark-${name}`);

test('a case, and its Mark stage by the keyboard', async () => {
  const { page } = desk;
  await page
    .getByRole('button', { name: desk.text('start.new') })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(desk.text('start.name')).fill('Own media');
  await dialog.getByRole('button', { name: desk.text('start.create') }).click();
  await expect(dialog).toBeHidden();
  await page.keyboard.press(commands.find(({ id }) => id === 'stage-mark')!.keys[0]!);
  await expect(page.getByText(desk.text('mark.empty.note'))).toBeVisible();
  await clean('empty');
  await desk.openStage('intake');
  await page
    .getByRole('button', { name: desk.text('intake.by-path') })
    .first()
    .click();
  await dialog.getByRole('textbox').fill(join(host.folder, 'files'));
  await dialog.getByRole('button', { name: desk.text('intake.paths.submit') }).click();
  await expect(desk.exhibit('bridge.jpg')).toBeVisible();
  await desk.openStage('mark');
});

test('a label in the metadata and one in the picture: planned, shown, written, read back', async () => {
  const { page } = desk;
  await desk.exhibit('bridge.jpg').click();
  await expect(page.getByText(desk.text('mark.now.nothing'))).toBeVisible();
  await expect(submit()).toBeDisabled();
  await page.getByText(desk.text('mark.standard.gb45438-aigc')).click();
  await expect(page.getByText(desk.text('mark.hint.unfinished'))).toBeVisible();
  await page.getByLabel(desk.text('mark.producer')).fill('Example Studio');
  await page.getByLabel(desk.text('mark.produce-id')).fill('2026-7');
  await page.getByText(desk.text('mark.standard.iptc-digital-source-type')).click();
  await page.getByText(desk.text('mark.visible'), { exact: true }).click();
  await page.getByLabel(desk.text('mark.visible.text'), { exact: true }).fill('AI');
  await expect(page.getByText(/lacks an element/)).toBeVisible();
  await expect(submit()).toBeDisabled();
  await clean('refused');
  await page.getByLabel(desk.text('mark.visible.text'), { exact: true }).fill('AI生成');
  await expect(page.getByText(/of the shortest side \(480 pixels\)/)).toBeVisible();
  await expect(submit()).toBeEnabled();
  await clean('form');
  await page.getByLabel(desk.text('mark.produce-id')).press('Enter');
  await expect(page.getByText(desk.text('mark.done'))).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('XMP-TC260:Aigc')).toBeVisible();
  await clean('done');
  const [path, ...others] = exported();
  expect(others).toEqual([]);
  await expect(page.getByText(path!, { exact: true })).toBeVisible();
  expect(readFileSync(path!).includes('&quot;ContentProducer&quot;:&quot;Example Studio&quot;')).toBe(true);
});

test('in Chinese and in the dark: the copy is taken in, its producer is kept, its label is not lowered', async () => {
  const { page } = desk;
  await page.getByRole('button', { name: desk.text('mark.take-in') }).click();
  const copy = page.getByRole('row', { name: /^labelled-/ });
  await expect(copy).toBeVisible({ timeout: 30_000 });
  await desk.chooseLanguage('zh-CN');
  await desk.chooseTheme('dark');
  await copy.click();
  await page.getByText(desk.text('mark.standard.gb45438-aigc')).click();
  await expect(page.getByText(desk.text('mark.producer.kept'))).toBeVisible();
  await page.getByLabel(desk.text('mark.propagator')).fill('示例平台');
  await page.getByLabel(desk.text('mark.propagate-id')).fill('42');
  await expect(submit()).toBeEnabled();
  await clean('merge-zh-dark');
  await page.getByRole('button', { name: desk.text('mark.label') }).click();
  await page.getByRole('option', { name: desk.text('mark.label.2') }).click();
  await expect(page.getByText(/标识不得降低/)).toBeVisible();
  await expect(submit()).toBeDisabled();
});

test('a text gets a sentence, and nothing is offered that it cannot hold', async () => {
  const { page } = desk;
  await desk.exhibit('story.txt').click();
  await page.getByText(desk.text('mark.written'), { exact: true }).click();
  await expect(page.getByText(/纯文本/).last()).toBeVisible();
  await expect(page.getByText(desk.text('mark.standard.gb45438-aigc'))).toBeHidden();
  await clean('text-zh-dark');
  await submit().click();
  await expect(page.getByText(desk.text('mark.done'))).toBeVisible({ timeout: 60_000 });
  const text = exported().find((path) => path.endsWith('.txt'))!;
  expect(readFileSync(text, 'utf8')).toBe('本内容由人工智能生成\nOnce upon a time');
  await desk.openStage('report');
  await expect(page.getByText(desk.text('custody.action.label.written'))).toHaveCount(2);
});
