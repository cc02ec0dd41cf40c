import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import type { Localized } from '../../shared/domain/localized.ts';
import { mediaCategories, newsroomFaults } from '../../shared/domain/newsroom.ts';
import { screen } from '../../shared/text/conclusion-screen.ts';
import { agreementWords, bearingWords, modeWords, scaleWords } from '../../shared/text/conclusion-words.ts';
import { fillPlaceholders } from '../../shared/text/format.ts';
import { categoryWords, fieldFaults, newsroomWords as news } from '../../shared/text/newsroom-words.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { expectClean } from './driver/clean-page.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { Workstation } from './driver/workstation.ts';

/** From the request to the reviewed conclusion and a report that is issued as evidence, as people do it. */

test.describe.configure({ mode: 'serial' });

let host: RunningHost;
let desk: Workstation;

test.beforeAll(async ({ browser }) => {
  host = await startHost();
  const context = await browser.newContext();
  desk = new Workstation(await context.newPage());
  const files = join(host.folder, 'files');
  mkdirSync(files);
  writeFileSync(join(files, 'photo.jpg'), await patternImage(320, 240).jpeg().toBuffer());
  await desk.page.goto(host.entrance);
  await desk.newCase('Court file 12', join(files, 'photo.jpg'));
  await expect(desk.exhibit('photo.jpg')).toBeVisible();
});
test.afterAll(() => host.stop());

const said = (words: Localized, values: Record<string, string | number> = {}) =>
  fillPlaceholders(words[desk.language], values);
const button = (words: Localized, values = {}): Locator =>
  desk.page.getByRole('button', { name: said(words, values), exact: true });
const field = (words: Localized): Locator =>
  desk.page.getByRole('textbox', { name: said(words), exact: true });
const clean = (name: string) => expectClean(desk.page, `conclusion-${name}`);

async function choose(label: Localized, option: string | RegExp): Promise<void> {
  const { page } = desk;
  await page
    .getByRole('button', { name: new RegExp(`${said(label).replaceAll(/[()]/g, '\\$&')}$`) })
    .first()
    .click();
  await page.getByRole('option', { name: option }).click();
}

test('results are covered until there are propositions', async () => {
  const { page } = desk;
  await desk.openStage('conclude');
  await desk.tab('conclude.tab.assignment').click();
  await expect(page.getByText(said(screen.noPairs))).toBeVisible();
  await button(screen.switchOn).click();
  await expect(page.getByText(said(screen.guardOn))).toBeVisible();
  await clean('nothing-entered');
  await desk.openStage('examine');
  await expect(page.getByText(said(screen.covered))).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('button', { name: desk.text('examine.start'), exact: true })
    .click();
  await expect(page.getByText(said(screen.coveredRuns))).toBeVisible();
  await expect(page.getByRole('img', { name: said(screen.covered) })).toBeVisible();
  await clean('covered');
  // The exhibit itself can be looked at; what tells of a result elsewhere is covered as well.
  await desk.tab('examine.tab.bytes').click();
  await expect(page.getByText(said(screen.covered), { exact: true })).toBeHidden();
  await desk.openStage('trace');
  await desk.tab('trace.tab.duplicates').click();
  await expect(page.getByText(said(screen.coveredSome))).toBeVisible();
  await button(screen.toPropositions).click();
});

test('request and propositions are entered and recorded by the keyboard', async () => {
  const { page } = desk;
  await field(screen.from).fill('District court, chamber 4');
  await field(screen.questions).fill('Was a part of the picture replaced after it was taken?');
  await button(screen.addPair).click();
  await expect(button(screen.save, { version: 1 })).toBeDisabled();
  await page
    .getByRole('textbox', { name: 'H1', exact: true })
    .fill('The picture is as the camera stored it.');
  await page.getByRole('textbox', { name: 'H2', exact: true }).fill('A part was replaced after capture.');
  await clean('propositions');
  await page.keyboard.press('ControlOrMeta+KeyS');
  await expect(button(screen.save, { version: 2 })).toBeDisabled();
  await desk.openStage('examine');
  await expect(page.getByText(said(screen.coveredRuns))).toBeHidden();
  await expect(desk.run(/./).first()).toBeVisible({ timeout: 60_000 });
  // One run is enough for what follows, which would otherwise wait beside all others.
  const cancel = page.getByRole('button', { name: /^Cancel /, exact: false }).first();
  if (await cancel.isVisible()) await cancel.click();
});

test('a finding and a conclusion are the examiner’s, with nothing chosen beforehand', async () => {
  const { page } = desk;
  await desk.openStage('conclude');
  await desk.tab('conclude.tab.opinion').click();
  await page.getByRole('button', { name: said(screen.addFindingTo, { number: 1 }) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: new RegExp(desk.text('choice.choose')) }).click();
  await page.getByRole('dialog').last().getByText('photo.jpg').dblclick();
  await page.getByRole('menuitem', { name: said(screen.observation) }).click();
  await expect(button(screen.save, { version: 1 })).toBeDisabled();
  await choose(screen.bearing, said(bearingWords.neutral));
  await choose(screen.proposition, /^H1/);
  await field(screen.words).fill('No visible seam.');
  await expect(page.getByText(said(screen.noRatio))).toBeVisible();
  await choose(screen.scale, said(scaleWords.support));
  await choose(screen.degree, /inconclusive/);
  await field(screen.reasons).fill('A pattern made by a program has no trace of a camera.');
  await field(screen.limitations).fill('One small file, saved once more.');
  await field(screen.person.name).fill('A. Examiner');
  await field(screen.person.position).fill('forensic examiner');
  await clean('opinion');
  await button(screen.save, { version: 1 }).click();
  await expect(button(screen.save, { version: 2 })).toBeDisabled();
});

test('a blind reviewer concludes before the examiner’s conclusion is shown, and disagrees', async () => {
  const { page } = desk;
  const reasons = 'A pattern made by a program has no trace of a camera.';
  await desk.tab('conclude.tab.review').click();
  await field(screen.person.name).fill('B. Reviewer');
  await page.getByText(said(modeWords.blind)).click();
  await button(screen.begin, { version: 1 }).click();
  await expect(page.getByText('No visible seam.')).toHaveCount(0);
  await expect(page.getByText(reasons)).toHaveCount(0);
  await clean('blind');
  await desk.tab('conclude.tab.opinion').click();
  await expect(page.getByText(said(screen.hidden))).toBeVisible();
  await button(screen.toReview).click();
  await choose(screen.scale, said(scaleWords.support));
  await choose(screen.degree, /^support for H1$/);
  await field(screen.reasons).fill('Nothing speaks for a replacement.');
  await button(screen.conclude).click();
  await expect(page.getByText(reasons)).toBeVisible();
  await page.getByText(said(agreementWords.disagree), { exact: true }).click();
  await field(screen.reasons).fill('The examiner asks for more than the question does.');
  await desk.chooseTheme('dark');
  await clean('compare-dark');
  await desk.chooseTheme('light');
  await button(screen.recordAnswers).click();
  await expect(page.getByText(said(screen.steps.compared), { exact: true })).toBeVisible();
  await desk.chooseLanguage('zh-CN');
  await clean('review-zh');
  await desk.tab('conclude.tab.opinion').click();
  await clean('opinion-zh');
  await desk.tab('conclude.tab.assignment').click();
  await button(screen.history).first().click();
  await expect(page.getByText(/第 1 版 · .* · R\. Examiner/).first()).toBeVisible();
  await clean('propositions-zh');
  await desk.chooseLanguage('en');
});

test('a report issued as evidence names what is empty, and takes a reason', async () => {
  const { page } = desk;
  await desk.openStage('conclude');
  await desk.tab('conclude.tab.opinion').click();
  await field(screen.limitations).fill('');
  await button(screen.save, { version: 2 }).click();
  await expect(button(screen.save, { version: 3 })).toBeDisabled();
  await desk.openStage('report');
  await page.getByText(said(screen.evidence)).click();
  await page.getByText(desk.text('report.format.html')).click();
  await page.getByRole('button', { name: desk.text('report.export'), exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('limitations, in the examiner’s words');
  await expect(page.getByRole('alert')).toContainText('a completed review of the present version');
  await field(screen.reportIncomplete).fill('Hearing tomorrow at nine.');
  await clean('report-incomplete');
  await page.getByRole('button', { name: desk.text('report.export'), exact: true }).click();
  await expect(page.getByText(/Written to/)).toBeVisible({ timeout: 60_000 });
});

test('personal data is taken out of a report for a reason, which stays while another stage is looked at', async () => {
  const { page } = desk;
  const typed = (key: 'report.redaction.words' | 'report.redaction.reason') =>
    page.getByRole('textbox', { name: desk.text(key), exact: true });
  const make = page.getByRole('button', { name: desk.text('report.export'), exact: true });
  await page.getByRole('button', { name: desk.text('report.redaction'), exact: true }).click();
  await typed('report.redaction.words').fill('R. Examiner');
  await expect(make).toBeDisabled();
  await expect(page.getByText(desk.text('report.redaction.needed'))).toBeVisible();
  await typed('report.redaction.reason').fill('The reviewer asked not to be named.');
  await desk.openStage('conclude');
  await desk.openStage('report');
  await expect(typed('report.redaction.words')).toHaveValue('R. Examiner');
  await expect(page.getByRole('radio', { name: said(screen.evidence) })).toBeChecked();
  await clean('report-redaction');
  // A reason lifts the cover and is for one export: the one before is not used again.
  await make.click();
  await expect(page.getByRole('alert')).toContainText('limitations, in the examiner’s words');
  await field(screen.reportIncomplete).fill('Hearing moved to noon.');
  await make.click();
  const written = page.getByText(/^Written to .*\.html$/);
  await expect(written).toBeVisible({ timeout: 60_000 });
  const report = readFileSync((await written.textContent())!.replace('Written to ', ''), 'utf8');
  expect(report).not.toContain('R. Examiner');
  expect(report).toContain('The reviewer asked not to be named.');
  expect(report).toContain('Hearing moved to noon.');
  await expect(field(screen.reportIncomplete)).toHaveCount(0);
  await typed('report.redaction.words').fill('');
  await typed('report.redaction.reason').fill('');
});

test('a review for publication holds what was filled in and concluded, and no contradiction', async () => {
  const { page } = desk;
  const category = (id: keyof typeof categoryWords) =>
    page.getByRole('checkbox', { name: said(categoryWords[id].name), exact: true });
  const tick = (id: keyof typeof categoryWords) =>
    page.getByText(said(categoryWords[id].name), { exact: true }).click();
  const publish = page.getByRole('button', { name: desk.text('report.export'), exact: true });
  await page.getByText(desk.text('report.format.jsonld')).click();
  await page.getByText(said(news.contentsOf.review)).click();
  await button(news.addClaim).click();
  await button(news.addMedium).click();
  for (const id of mediaCategories) await expect(category(id)).not.toBeChecked();
  // Nothing is blamed before somebody wants it published; then the first fault is gone to.
  await expect(page.getByText(said(fieldFaults.address))).toHaveCount(0);
  await publish.click();
  await expect(page.getByText(said(news.attention, { count: 7 }))).toBeVisible();
  await expect(field(news.page)).toBeFocused();
  await expect(field(news.page)).toHaveAccessibleDescription(said(fieldFaults.address));
  await clean('publishing-faults');
  await field(news.page).fill('https://desk.example/checks/17');
  await field(news.publisher).fill('The Desk');
  await page.getByLabel(said(news.publishedOn)).fill('2026-03-10');
  await field(news.claimText).fill('The river rose in 2026.');
  await choose(news.pair, /^Group 1: The picture is as the camera/);
  await field(news.rating).fill('Misleading');
  await field(news.value).fill('2');
  await choose(news.claimantKind, said(news.claimantKinds.Person));
  await field(news.claimantName).fill('A. Poster');
  await field(news.appearances).fill('https://social.example/1\nhttps://social.example/2');
  await button({ en: `${news.exhibit.en}: ${desk.text('choice.choose')}`, 'zh-CN': '' }).click();
  await page.getByRole('dialog').getByText('photo.jpg').dblclick();
  await tick('OriginalMediaContent');
  await tick('DecontextualizedContent');
  await tick('StagedContent');
  await expect(page.getByText(said(newsroomFaults.contradiction))).toBeVisible();
  await publish.click();
  await expect(page.getByText(said(newsroomFaults.scale))).toBeVisible();
  await expect(page.getByText(said(news.attention, { count: 2 }))).toBeVisible();
  await field(news.worst).fill('1');
  await field(news.best).fill('5');
  await field(news.originalContext).fill('Filmed in 2019.');
  // It stays while something else is looked at.
  await desk.openStage('conclude');
  await desk.openStage('report');
  await expect(page.getByText(said(newsroomFaults.contradiction))).toBeVisible();
  await desk.chooseLanguage('zh-CN');
  await desk.chooseTheme('dark');
  await clean('publishing-zh-dark');
  await desk.chooseLanguage('en');
  await desk.chooseTheme('light');
  await tick('StagedContent');
  await expect(page.getByText(said(newsroomFaults.contradiction))).toHaveCount(0);
  await publish.click();
  const written = await page.getByText(/Written to .*\.jsonld$/).textContent();
  const { '@context': context, '@graph': graph } = JSON.parse(
    readFileSync(written!.replace('Written to ', ''), 'utf8'),
  );
  const shared = {
    ...{ url: 'https://desk.example/checks/17', inLanguage: 'en', datePublished: '2026-03-10' },
    author: { '@type': 'Organization', name: 'The Desk' },
    reviewBody: 'A pattern made by a program has no trace of a camera.',
  };
  expect(context).toBe('https://schema.org');
  expect(graph).toMatchObject([
    {
      ...{ ...shared, '@type': 'ClaimReview', claimReviewed: 'The river rose in 2026.' },
      itemReviewed: {
        ...{ '@type': 'Claim', author: { '@type': 'Person', name: 'A. Poster' } },
        appearance: [{ url: 'https://social.example/1' }, { url: 'https://social.example/2' }],
      },
      reviewRating: {
        ...{ '@type': 'Rating', alternateName: 'Misleading' },
        ...{ ratingValue: 2, worstRating: 1, bestRating: 5 },
      },
    },
    {
      ...{ ...shared, '@type': 'MediaReview', originalMediaContextDescription: 'Filmed in 2019.' },
      mediaAuthenticityCategory: [
        'https://schema.org/DecontextualizedContent',
        'https://schema.org/OriginalMediaContent',
      ],
      itemReviewed: { mediaItemAppearance: [{ '@type': 'ImageObject', encodingFormat: 'image/jpeg' }] },
    },
  ]);
});
