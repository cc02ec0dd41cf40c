import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import sharp from 'sharp';
import { aigcJson, aigcPacket } from '../fixtures/make/aigc.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { expectClean } from './driver/clean-page.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { Workstation } from './driver/workstation.ts';

/** Duties, the publication record, and what became of a label from copy to copy, as their user meets them. */

test.describe.configure({ mode: 'serial' });

let host: RunningHost;
let desk: Workstation;

test.beforeAll(async ({ browser }) => {
  host = await startHost();
  const context = await browser.newContext();
  desk = new Workstation(await context.newPage());
  const files = join(host.folder, 'files');
  mkdirSync(files);
  const picture = patternImage(320, 240);
  const whole = await picture.png().toBuffer();
  const labelled = (changes: Record<string, unknown>) =>
    sharp(whole)
      .withXmp(aigcPacket(aigcJson(changes)))
      .png()
      .toBuffer();
  writeFileSync(join(files, '1-labelled.png'), await labelled({ ContentPropagator: '', PropagateID: '' }));
  writeFileSync(join(files, '2-stripped.jpg'), await sharp(whole).jpeg().toBuffer());
  writeFileSync(
    join(files, '3-platform.png'),
    await labelled({ ContentPropagator: 'Example Platform', PropagateID: 'p-77' }),
  );
  await desk.page.goto(host.entrance);
});
test.afterAll(() => host.stop());

const button = (name: string): Locator => desk.page.getByRole('button', { name, exact: true });
const cell = (duty: string, exhibit: number): Locator =>
  desk.page.getByRole('gridcell', {
    name: new RegExp(`^${duty}(, exhibit |，检材 )${exhibit}(: |：)`),
  });

const clean = (name: string) => expectClean(desk.page, `conclude-${name}`);

test('nothing is chosen for the examiner, and the empty stage says what to do', async () => {
  const { page } = desk;
  await page
    .getByRole('button', { name: desk.text('start.new') })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(desk.text('start.name')).fill('Three copies');
  await dialog.getByRole('button', { name: desk.text('start.create') }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('main', { name: desk.text('stage.intake') })).toBeVisible();
  await page.keyboard.press('Alt+Digit5');
  await expect(page.getByText(desk.text('conclude.empty.note'))).toBeVisible();
  await desk.openStage('intake');
  await page
    .getByRole('button', { name: desk.text('intake.by-path') })
    .first()
    .click();
  await dialog.getByRole('textbox').fill(join(host.folder, 'files'));
  await dialog.getByRole('button', { name: desk.text('intake.paths.submit') }).click();
  await expect(desk.exhibit('3-platform.png')).toBeVisible();
  await desk.openStage('conclude');
  await expect(page.getByText(desk.text('duties.empty'))).toBeVisible();
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
  await expect(button(desk.text('duties.ask'))).toBeDisabled();
  await clean('nothing-chosen');
});

test('China and the Union, platform and provider: the matrix, first unexamined, then answered', async () => {
  const { page } = desk;
  for (const name of [/China/, /European Union/, 'platform', 'provider'])
    await page
      .getByText(name, typeof name === 'string' ? { exact: true } : {})
      .first()
      .click();
  await page.getByLabel(desk.text('duties.date.day')).fill('2026-09-01');
  await button(desk.text('duties.ask')).click();
  await expect(cell('CN-I-01', 1)).toHaveAccessibleName(/undetermined$/);
  await clean('not-examined');
  await button(desk.text('duties.missing.run')).click();
  await expect(cell('CN-I-01', 1)).toHaveAccessibleName(/pass$/, { timeout: 60_000 });
  await expect(cell('CN-P-01-1', 2)).toHaveAccessibleName(/not applicable$/);
  await clean('matrix');
});

test('a cell opens to its clause in its own language, by keys alone, and leads to the run', async () => {
  const { page } = desk;
  await cell('CN-I-01', 1).click();
  const panel = page.getByRole('region', { name: desk.text('duties.answer') });
  await expect(panel.locator('blockquote[lang="zh-CN"]')).toContainText('隐式标识');
  await expect(panel.getByText('Art. 5 (GB 45438-2025, 6.1)')).toBeVisible();
  await clean('cell');
  await page.keyboard.press('ArrowRight');
  await expect(panel.getByText('Exhibit 2 · 2-stripped.jpg')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('heading', { level: 2 })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(page.getByRole('grid', { name: desk.text('duties.matrix') })).toBeFocused();
  await cell('CN-I-01', 1).click();
  await panel
    .getByRole('button', { name: /AI labels/ })
    .first()
    .click();
  await expect(desk.tab('examine.tab.result')).toHaveAttribute('aria-selected', 'true');
  // The run has a screen of its own: what is said, by whom, what stands behind it, and where.
  const label = page.getByRole('article', { name: /^1\. GB 45438-2025/ });
  await expect(label.getByText('Is AI-generated or synthesised (1)')).toBeVisible();
  await expect(label.getByText('unsigned', { exact: true })).toBeVisible();
  await label.getByRole('button', { name: desk.text('labels.details') }).click();
  await expect(label.getByRole('row', { name: /^ProduceID fx-0001/ })).toBeVisible();
  await expect(label.getByRole('row', { name: /^PropagateID empty/ })).toBeVisible();
  await clean('labels');
  await label.getByRole('button', { name: /0x51 \+/ }).click();
  await expect(page.getByRole('region', { name: desk.text('examine.hex') })).toBeVisible();
  await page.getByRole('tab', { name: /^Agreement/ }).click();
  await expect(page.getByText(desk.text('labels.agreement.none'))).toBeVisible();
  await desk.openStage('conclude');
  await expect(panel.getByText('Exhibit 1 · 1-labelled.png')).toBeVisible();
});

test('the notice a platform showed is recorded in versions and changes the answer', async () => {
  const { page } = desk;
  await expect(cell('CN-P-01-1', 1)).toHaveAccessibleName(/undetermined$/);
  await page.keyboard.press('Alt+KeyR');
  await expect(page.getByText(desk.text('publication.nothing'))).toBeVisible();
  await page.getByLabel('Platform', { exact: true }).fill('Example Platform');
  const notice = async (option: RegExp) => {
    await page.getByRole('button', { name: /Notice$/ }).click();
    await page.getByRole('option', { name: option }).click();
  };
  await notice(/may be generated/);
  await expect(page.getByText(desk.text('publication.unsaved'))).toBeVisible();
  // Going elsewhere loses nothing.
  await page.keyboard.press('Alt+Digit2');
  await page.keyboard.press('Alt+KeyR');
  await expect(page.getByLabel('Platform', { exact: true })).toHaveValue('Example Platform');
  await page.keyboard.press('Control+KeyS');
  await expect(page.getByText('Version 1 is saved.')).toBeVisible();
  await desk.tab('conclude.tab.duties').click();
  await expect(cell('CN-P-01-1', 1)).toHaveAccessibleName(/warning$/);
  await desk.tab('conclude.tab.publication').click();
  await notice(/is generated/);
  await button('Save as version 2').click();
  await expect(page.getByText('Version 2 is saved.')).toBeVisible();
  await clean('publication');
  await desk.tab('conclude.tab.duties').click();
  await expect(cell('CN-P-01-1', 1)).toHaveAccessibleName(/pass$/);
});

test('survival in Compare: altered and lost, innocent causes, no accusation; and its use in the duties', async () => {
  const { page } = desk;
  await desk.openStage('compare');
  for (const name of ['1-labelled.png', '3-platform.png', '2-stripped.jpg']) await desk.exhibit(name).click();
  await desk.tab('compare.tab.labels').click();
  const [first, second] = ['From A to B', 'From B to C'].map((name) => page.getByRole('region', { name }));
  await expect(first!.getByText('altered', { exact: true })).toBeVisible();
  await expect(first!.getByText('ContentPropagator')).toBeVisible();
  await expect(first!.getByText('Example Platform')).toBeVisible();
  await expect(second!.getByText('lost', { exact: true })).toBeVisible();
  await expect(second!.getByText(desk.text('survival.reading'))).toBeVisible();
  // What the Measures ask of a platform is read as no breach.
  await expect(first!.getByText(/the propagator’s fields of the label change by design/)).toBeVisible();
  await expect(first!.getByText(desk.text('survival.reading'))).toBeHidden();
  await expect(second!.getByText(desk.text('survival.innocent'))).toBeVisible();
  await clean('survival');
  const take = (region: Locator, name: string) => region.getByRole('button', { name }).click();
  await take(second!, 'Take C for a copy of B');
  await expect(second!.getByText('C is taken for a copy of B', { exact: true })).toBeVisible();
  await take(first!, 'Take B for a copy of A');
  // A circle is refused in words; what was recorded stays.
  await button(desk.text('survival.reverse')).click();
  await take(first!, 'Take B for a copy of A');
  await expect(first!.getByText(/copies of each other in a circle/)).toBeVisible();
  await button(desk.text('survival.reverse')).click();
  await expect(second!.getByText('C is taken for a copy of B', { exact: true })).toBeVisible();
  await desk.openStage('conclude');
  await expect(cell('CN-D-01', 2)).toHaveAccessibleName(/warning$/);
  await expect(cell('CN-D-01', 3)).toHaveAccessibleName(/pass$/);
  await expect(page.getByRole('columnheader', { name: /2-stripped\.jpg, copy of 3/ })).toBeVisible();
});

test('an assumed copy belongs to the recorded choice, leads to the comparison, and can be dropped', async () => {
  const { page } = desk;
  await cell('CN-D-01', 3).click();
  const panel = page.getByRole('region', { name: desk.text('duties.answer') });
  await expect(panel.getByText(/platform fields were filled in, as Measures/)).toBeVisible();
  await clean('copy');
  await panel
    .getByRole('button', { name: desk.text('duties.compare') })
    .first()
    .click();
  const passage = page.getByRole('region', { name: 'From A to B' });
  await expect(passage.getByText('B is taken for a copy of A', { exact: true })).toBeVisible();
  await passage.getByRole('button', { name: desk.text('survival.drop') }).click();
  await expect(passage.getByRole('button', { name: 'Take B for a copy of A' })).toBeVisible();
  // Nothing of the view outlives a reload; the case does.
  await page.reload();
  await desk.openStage('conclude');
  await expect(page.getByRole('columnheader', { name: /2-stripped\.jpg, copy of 3/ })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: /3-platform\.png$/ })).toBeVisible();
});

test('in Chinese and in the dark', async () => {
  const { page } = desk;
  await desk.chooseLanguage('zh-CN');
  await desk.chooseTheme('dark');
  await cell('CN-D-01', 2).click();
  await clean('matrix-zh-dark');
  await desk.tab('conclude.tab.publication').click();
  await clean('publication-zh-dark');
  await desk.openStage('compare');
  for (const name of ['3-platform.png', '2-stripped.jpg']) await desk.exhibit(name).click();
  await desk.tab('compare.tab.labels').click();
  await expect(page.getByRole('region', { name: '从 A 到 B' })).toBeVisible();
  await clean('survival-zh-dark');
});
