import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, test } from '@playwright/test';
import type { Language } from '../../shared/domain/localized.ts';
import { type CredentialCase, makeCredentialCase } from '../fixtures/make/credential-case.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { opensslPresent } from '../support/openssl.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { Workstation } from './driver/workstation.ts';

/** The credential screen as its users meet it: a newsroom in five seconds, an expert in three clicks. */
const pictures = fileURLToPath(new URL('../../out/screenshots', import.meta.url));

test.skip(!opensslPresent, 'OpenSSL makes the certificates');
test.describe.configure({ mode: 'serial' });

let folder: string;
let made: CredentialCase;
let host: RunningHost;
let desk: Workstation;
const complaints: string[] = [];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  mkdirSync(pictures, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'assay-e2e-credential-'));
  made = await makeCredentialCase(folder);
  if (corpusPresent) {
    for (const name of ['truepic-20230212-camera.jpg', 'adobe-20220124-E-uri-CIE-sig-CA.jpg'])
      copyFileSync(corpus('c2pa-public-testfiles', 'image', 'jpeg', name), join(made.files, name));
  }
  // A folder of lists that is read in place: the newsroom's own authority is on it, the stranger's is not.
  process.env.ASSAY_TRUST = made.forgers.trust;
  host = await startHost();
  delete process.env.ASSAY_TRUST;
  const context = await browser.newContext({ acceptDownloads: true });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  desk = new Workstation(page);
  await page.goto(host.entrance);
  const press = (name: string) => page.getByRole('button', { name }).first().click();
  const dialog = page.getByRole('dialog');
  await press(desk.text('start.new'));
  await dialog.getByLabel(desk.text('start.name')).fill('Front page');
  await dialog.getByRole('button', { name: desk.text('start.create') }).click();
  await press(desk.text('intake.by-path'));
  await dialog.getByRole('textbox').fill(made.files);
  await dialog.getByRole('button', { name: desk.text('intake.paths.submit') }).click();
  await expect(desk.exhibit('front-page.jpg')).toBeVisible();
  await expect(page.getByText(desk.text('status.idle')).first()).toBeVisible();
  await press(desk.text('intake.examine-all'));
  // Until the examination is known of, nothing runs either.
  await expect(page.getByText(desk.text('status.idle')).first()).toBeHidden({ timeout: 60_000 });
  await expect(page.getByText(desk.text('status.idle')).first()).toBeVisible({ timeout: 180_000 });
  await desk.openStage('examine');
});
test.afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

const view = (name: RegExp | string): Locator => desk.page.getByRole('tab', { name });
const summary = () => view(desk.text('credential.view.summary')).click();
const panel = (): Locator => desk.page.getByRole('tabpanel').last();
const tree = (): Locator => desk.page.getByRole('tree', { name: desk.text('credential.history') });

/** The history is as it was left: from a certificate or a comparison first back to the tree. */
async function history(): Promise<void> {
  await view(/^(History|历史)/).click();
  const back = panel().getByRole('button', { name: /^(Back to|返回)/ });
  if (await back.isVisible()) await back.click();
}
const entry = (name: RegExp) => tree().getByRole('treeitem', { name }).click();

async function open(name: string): Promise<void> {
  await desk.exhibit(name).click();
  await desk.run(/C2PA/).click();
  await expect(view(desk.text('credential.view.summary'))).toBeVisible();
  await summary();
}

test('who signed what, with what, and that everything is covered, is told at once', async () => {
  await open('front-page.jpg');
  const shown = panel();
  await expect(shown.getByRole('heading', { name: 'Credential holds', exact: true })).toBeVisible();
  await expect(shown.getByText(desk.text('credential.why.ok'))).toBeVisible();
  await expect(shown.getByText('Assay Test Newsroom')).toBeVisible();
  await expect(shown.getByText('On a list of your own').first()).toBeVisible();
  await expect(shown.getByText('Newsroom Desk')).toBeVisible();
  await expect(shown.getByText('Perceptible changes by generative AI')).toBeVisible();
  await expect(shown.getByText(/^As declared by the signer, generative AI changed/)).toBeVisible();
  await expect(shown.getByText(desk.text('credential.coverage.all'))).toBeVisible();
  // All of it without scrolling.
  for (const text of ['Assay Test Newsroom', desk.text('credential.coverage.all')])
    await expect(shown.getByText(text)).toBeInViewport({ ratio: 1 });
});

test('a broken seal strikes the story out', async () => {
  await open('front-page-changed.jpg');
  const shown = panel();
  await expect(shown.getByRole('heading', { name: 'Credential does not hold' })).toBeVisible();
  await expect(shown.getByRole('heading', { name: desk.text('credential.claims.fails') })).toBeVisible();
  await expect(shown.locator('s').getByText('Newsroom Desk')).toBeVisible();
  await expect(shown.locator('s', { hasText: 'Captured media' })).toBeVisible();
  // Nothing of it is quoted as a fact besides.
  await expect(shown.getByText('Captured media', { exact: true })).toHaveCount(1);
  await expect(shown.getByText(desk.text('credential.coverage.all-changed'))).toBeVisible();
});

test('what nobody signed is named, and its bytes are one click away', async () => {
  await open('exif-open.jpg');
  const file = readFileSync(join(made.files, 'exif-open.jpg'));
  const parts = panel().getByRole('list', { name: desk.text('credential.coverage.parts') });
  await expect(parts.getByText(desk.text('credential.part.exif'))).toBeVisible();
  // The Exif segment begins behind the start of the image.
  expect(file.subarray(0, 4).toString('hex')).toBe('ffd8ffe1');
  await parts.getByRole('button', { name: /camera metadata \(Exif\): 0x2 / }).click();
  const hex = desk.page.getByRole('region', { name: desk.text('examine.hex') });
  await expect(hex.getByText(/^0x0+2 \(2\), [\d,]+ bytes$/)).toBeVisible();
  await hex.getByRole('button', { name: desk.text('common.close') }).click();
  await expect(hex).toHaveCount(0);
});

test('the history is walked with the arrow keys', async () => {
  await open('front-page.jpg');
  await history();
  const items = tree().getByRole('treeitem');
  await expect(items).toHaveCount(4);
  await tree().focus();
  await desk.page.keyboard.press('ArrowDown');
  await expect(items.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(items.nth(1)).toHaveAccessibleName(/Made from harbour\.jpg holds, signer on no list/);
  const entry = desk.page.getByRole('region', { name: 'harbour.jpg' });
  await expect(entry.getByText('org.example.dream', { exact: true })).toBeVisible();
  await expect(entry.getByText('Colours were adjusted')).toBeVisible();
  await expect(entry.getByText(desk.text('credential.voucher.created')).first()).toBeVisible();
  await desk.page.keyboard.press('ArrowLeft');
  await expect(items).toHaveCount(3);
  await desk.page.keyboard.press('ArrowRight');
  await expect(items).toHaveCount(4);
  await desk.page.keyboard.press('End');
  await expect(items.nth(3)).toHaveAccessibleName(/Contains balloon\.png no credential/);
  await expect(desk.page.getByText(desk.text('credential.node.bare'))).toBeVisible();
  // Each entry has the picture its signer put in, made anew by the run.
  await expect
    .poll(() =>
      tree()
        .locator('img')
        .evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length),
    )
    .toBe(4);
});

test('three clicks lead to the certificate of a source’s signer, as OpenSSL made it', async () => {
  await open('front-page.jpg');
  await history();
  await tree()
    .getByRole('treeitem', { name: /capture\.jpg/ })
    .click();
  await desk.page.getByRole('button', { name: 'Certificate of Stranger' }).click();
  const page = desk.page.getByRole('region', { name: desk.text('credential.certificate') });
  const pem = readFileSync(made.forgers.stranger.leaf.pem, 'utf8');
  const truth = new X509Certificate(pem);
  await expect(page.getByText(truth.fingerprint256.replaceAll(':', '').toLowerCase())).toBeVisible();
  await expect(page.getByText(truth.serialNumber.toLowerCase(), { exact: true })).toBeVisible();
  await expect(page.getByText(desk.text('credential.chain.none'))).toBeVisible();
  await page.getByRole('button', { name: desk.text('trust.certificate.copy-pem') }).click();
  const copied = await desk.page.evaluate(() => navigator.clipboard.readText());
  expect(new X509Certificate(copied).raw.equals(truth.raw)).toBe(true);
  await page.getByRole('button', { name: /^Back to capture\.jpg/ }).click();
  // Who comes back goes on in the tree.
  await expect(tree()).toBeFocused();
});

test('an assertion leads to its bytes, which are the box of its label', async () => {
  await open('front-page.jpg');
  await history();
  await entry(/front-page\.jpg/);
  await desk.page.getByRole('button', { name: /bytes of c2pa\.actions\.v2: / }).click();
  const hex = desk.page.getByRole('region', { name: desk.text('examine.hex') });
  const told = await hex.getByText(/^0x[0-9a-f]+ \(/).textContent();
  const [, start, count] = /^0x([0-9a-f]+) \(.*\), ([\d,]+) bytes/.exec(told ?? '') ?? [];
  const file = readFileSync(join(made.files, 'front-page.jpg'));
  const at = Number.parseInt(start ?? '', 16);
  expect(file.subarray(at + 4, at + 8).toString('latin1')).toBe('jumb');
  expect(file.readUInt32BE(at)).toBe(Number(count?.replaceAll(',', '')));
  expect(file.subarray(at, at + 80).toString('latin1')).toContain('c2pa.actions.v2');
  await hex.getByRole('button', { name: desk.text('common.close') }).click();
});

test('two entries stand side by side, and what differs is marked', async () => {
  await open('front-page.jpg');
  await history();
  await entry(/front-page\.jpg/);
  await desk.page.getByRole('button', { name: new RegExp(desk.text('credential.compare')) }).click();
  await desk.page.getByRole('option', { name: 'harbour.jpg' }).click();
  const table = desk.page.getByRole('table', { name: desk.text('credential.comparison') });
  const row = (name: string) => table.getByRole('row', { name: new RegExp(`^${name}`) });
  await expect(row('Organisation')).toContainText(/differs.*Assay Test Newsroom.*Assay Test Nobody/);
  await expect(row('Claim version')).toContainText('equal');
  await desk.page.getByText(desk.text('credential.comparison.only')).click();
  await expect(row('Claim version')).toHaveCount(0);
  await desk.page.getByRole('button', { name: /^Back to front-page\.jpg/ }).click();
});

test('codes, readers and lists are told with their versions, and the crJSON can be taken along', async () => {
  await open('front-page.jpg');
  await view(desk.text('credential.view.checks')).click();
  const shown = panel();
  await expect(shown.getByRole('rowheader', { name: /c2pa-node\s*0\.9\.8/ })).toBeVisible();
  await expect(shown.getByRole('rowheader', { name: /c2pa-wasm/ })).toBeVisible();
  // A reader of part does not call the whole valid.
  const own = shown.getByRole('row', { name: new RegExp(desk.text('credential.reader.own')) });
  await expect(own).toContainText('no fault in what it looks at');
  await expect(own).toContainText('only whether the content fits its hash and whether the claim fits its');
  await expect(own).not.toContainText(/valid/i);
  const codes = shown.getByRole('table', { name: desk.text('credential.statuses.table') });
  await expect(codes.getByText('assertion.dataHash.match', { exact: true })).toBeVisible();
  await expect(codes.getByText('The content is as it was signed')).toBeVisible();
  const downloading = desk.page.waitForEvent('download');
  await shown.getByRole('link', { name: desk.text('credential.export.crjson') }).click();
  const crJson = JSON.parse(readFileSync(await (await downloading).path(), 'utf8'));
  expect(crJson.manifests.length).toBeGreaterThanOrEqual(3);
});

test('certificates are held against another day in a run of its own', async () => {
  const { page } = desk;
  await view(desk.text('credential.view.checks')).click();
  await panel().getByLabel(desk.text('credential.as-of.day')).fill('2010-01-01');
  await panel()
    .getByRole('button', { name: desk.text('credential.as-of.start') })
    .click();
  const banner = page.getByText('As of 2010-01-01 23:59:59 UTC, chosen by the examiner');
  await expect(banner).toBeVisible({ timeout: 60_000 });
  await expect(panel().getByRole('heading', { name: 'Credential holds', exact: true })).toHaveCount(0);
  await expect(panel().getByText(/^The certificate is valid only from /)).toBeVisible();
  await page
    .getByRole('button', { name: desk.text('credential.as-of.today') })
    .first()
    .click();
  await expect(banner).toHaveCount(0, { timeout: 60_000 });
  await expect(panel().getByRole('heading', { name: 'Credential holds', exact: true })).toBeVisible();
});

test('a file without a credential is not accused', async () => {
  await open('no-credential.jpg');
  await expect(panel().getByRole('heading', { name: 'No credential' })).toBeVisible();
  await expect(panel().getByText(desk.text('credential.why.none'))).toBeVisible();
  await expect(view(/^History/)).toHaveCount(0);
});

test.describe('files of others', () => {
  test.skip(!corpusPresent, 'the shared corpus is not there');

  test('the unprotected Exif and preview of a camera app of 2023 are named', async () => {
    await open('truepic-20230212-camera.jpg');
    const parts = panel().getByRole('list', { name: desk.text('credential.coverage.parts') });
    await expect(parts.getByText(desk.text('credential.part.preview'))).toBeVisible();
    await expect(parts.getByText(desk.text('credential.part.exif'))).toBeVisible();
    await expect(
      panel().getByText(/^Time-stamp by Truepic Lens Time-Stamping Authority, on no list/),
    ).toBeVisible();
  });

  test('a source that was broken when it was taken in is raised, then beside now', async () => {
    await open('adobe-20220124-E-uri-CIE-sig-CA.jpg');
    await expect(
      panel()
        .getByText(/E-sig-CA\.jpg/)
        .first(),
    ).toBeVisible();
    await history();
    await entry(/^Contains E-sig-CA\.jpg does not hold/);
    await desk.page.getByRole('button', { name: /status codes$/ }).click();
    const row = desk.page
      .getByRole('table', { name: desk.text('credential.statuses.table') })
      .getByRole('row', { name: /claimSignature\.mismatch/ });
    await expect(row.getByRole('cell').first()).toHaveText(desk.text('credential.status.failure'));
  });
});

test.describe('every view', () => {
  const views: [name: string, file: string, go: () => Promise<void>][] = [
    ['summary', 'front-page.jpg', summary],
    ['changed', 'front-page-changed.jpg', summary],
    ['uncovered', 'exif-open.jpg', summary],
    ['history', 'front-page.jpg', history],
    [
      'entry',
      'front-page.jpg',
      async () => {
        await history();
        await tree()
          .getByRole('treeitem', { name: /harbour\.jpg/ })
          .click();
        await desk.page.getByRole('button', { name: /个状态码|status codes/ }).click();
      },
    ],
    [
      'certificate',
      'front-page.jpg',
      () => desk.page.getByRole('button', { name: desk.text('credential.certificate'), exact: true }).click(),
    ],
    [
      'compare',
      'front-page.jpg',
      async () => {
        await history();
        await entry(/front-page\.jpg/);
        await desk.page.getByRole('button', { name: new RegExp(desk.text('credential.compare')) }).click();
        await desk.page.getByRole('option', { name: 'harbour.jpg' }).click();
      },
    ],
    [
      'bytes',
      'exif-open.jpg',
      async () => {
        await desk.page
          .getByRole('tab', { name: desk.text('examine.tab.bytes') })
          .last()
          .click();
        await desk.page.getByRole('button', { name: /0x2 / }).first().click();
      },
    ],
    ['checks', 'front-page.jpg', () => view(desk.text('credential.view.checks')).click()],
    ['none', 'no-credential.jpg', summary],
  ];

  // Each language and each theme once: all four together take a minute and a half.
  const looks = [
    ['en', 'light'],
    ['zh-CN', 'dark'],
  ] as const satisfies readonly (readonly [Language, string])[];
  for (const [language, theme] of looks) {
    test(`${language}, ${theme}`, async () => {
      test.setTimeout(180_000);
      await desk.chooseLanguage(language);
      await desk.chooseTheme(theme);
      for (const [name, file, go] of views) {
        await open(file);
        await go();
        await desk.page.mouse.move(2, 2);
        await desk.page.waitForTimeout(200);
        const path = join(pictures, `credential-${name}-${language}-${theme}.png`);
        await desk.page.screenshot({ path, animations: 'disabled' });
        const { violations } = await new AxeBuilder({ page: desk.page }).analyze();
        const told = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
        );
        expect.soft(told, `${name} ${language} ${theme}`).toEqual([]);
      }
    });
  }
});

test('nothing complained', () => {
  expect(complaints).toEqual([]);
});
