import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type Authority, makeAuthority } from '../fixtures/make/signed.ts';
import { opensslMarks } from '../fixtures/make/trust-files.ts';
import { opensslPresent, trustPresent, trustRoot } from '../support/trust.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { Workstation } from './driver/workstation.ts';

/** The page of trust lists as its user meets it: empty, importing, comparing, looking at a certificate, denying. */
const pictures = fileURLToPath(new URL('../../out/screenshots', import.meta.url));

test.skip(!opensslPresent, 'OpenSSL makes the lists');
test.describe.configure({ mode: 'serial' });

let host: RunningHost;
let desk: Workstation;
let sources: string;
let one: Authority;
let two: Authority;

test.beforeAll(async ({ browser }) => {
  mkdirSync(pictures, { recursive: true });
  sources = mkdtempSync(join(tmpdir(), 'assay-e2e-trust-'));
  one = makeAuthority(sources, 'one', ['emailProtection']);
  two = makeAuthority(sources, 'two', ['emailProtection']);
  host = await startHost();
  const context = await browser.newContext();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  desk = new Workstation(await context.newPage());
  await desk.page.goto(host.entrance);
});
test.afterAll(async () => {
  await host.stop();
  rmSync(sources, { recursive: true, force: true });
});

const dialog = () => desk.page.getByRole('dialog', { name: desk.text('trust.title') });
const path = () => dialog().getByLabel(desk.text('trust.import.path'));
const button = (name: string | RegExp) => dialog().getByRole('button', { name, exact: true });

async function picture(name: string): Promise<void> {
  // A row under the pointer has another ground; contrast is measured on both elsewhere.
  await desk.page.mouse.move(2, 2);
  await desk.page.waitForTimeout(300);
  await desk.page.screenshot({ path: join(pictures, `trust-${name}.png`) });
  const { violations } = await new AxeBuilder({ page: desk.page }).include('[role=dialog]').analyze();
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
  expect(told, name).toEqual([]);
}

test('opened by its shortcut, it says what to do while no list is there', async () => {
  await expect(desk.page.getByRole('button', { name: desk.text('status.trust.none') })).toBeVisible();
  await desk.page.keyboard.press('Alt+KeyT');
  await expect(dialog().getByText(desk.text('trust.empty'))).toBeVisible();
  await expect(button(desk.text('trust.title.deny-built-in'))).toBeVisible();
  await picture('empty');
});

test('a list is compared and imported with the keyboard', async () => {
  const file = join(sources, 'newsroom.pem');
  writeFileSync(file, one.root);
  await path().focus();
  await desk.page.keyboard.type(file);
  await desk.page.keyboard.press('Enter');
  await expect(dialog().getByText(desk.text('trust.state.new'), { exact: true })).toBeVisible();
  const submit = button('Import 1 list');
  for (
    let step = 0;
    step < 20 && !(await submit.evaluate((element) => element === document.activeElement));
    step += 1
  )
    await desk.page.keyboard.press('Tab');
  await desk.page.keyboard.press('Enter');
  await expect(dialog().getByText('1 list imported.')).toBeVisible();
  await expect(dialog().getByRole('row', { name: /newsroom/ })).toContainText(desk.text('trust.tier.user'));
  await expect(desk.page.getByText('1 trust list in use')).toHaveCount(1);
});

test('a new edition is shown line by line before it replaces', async () => {
  const file = join(sources, 'newsroom.pem');
  writeFileSync(file, two.root);
  await path().fill(file);
  await button(desk.text('trust.import.look')).click();
  const changes = dialog().getByRole('table', { name: /Changes in newsroom/ });
  await expect(changes.getByRole('row', { name: /added/ })).toContainText(opensslMarks(two.root).sha256);
  await expect(changes.getByRole('row', { name: /removed/ })).toContainText(opensslMarks(one.root).sha256);
  await picture('compare');
  await button('Import 1 list').click();
  await button('newsroom').click();
  await button(desk.text('trust.previous.compare')).click();
  await expect(dialog().getByRole('table', { name: /Changes in newsroom/ })).toBeVisible();
  await button(desk.text('trust.rollback')).click();
  await expect(dialog().getByRole('table', { name: desk.text('trust.certificates.table') })).toContainText(
    'Assay Test one',
  );
});

test('a certificate has a page with every field and its PEM text', async () => {
  await dialog()
    .getByRole('button', { name: /Assay Test one/ })
    .click();
  const marks = opensslMarks(one.root);
  for (const mark of [marks.sha256, marks.keySha256, marks.serial])
    await expect(dialog()).toContainText(mark);
  await button(desk.text('trust.certificate.copy-pem')).click();
  const copied = await desk.page.evaluate(() => navigator.clipboard.readText());
  expect(copied.trim()).toBe(one.root.trim());
  await picture('certificate');
});

test('a certificate is denied from its page, and the denial taken back', async () => {
  await button(desk.text('trust.certificate.deny')).click();
  await expect(dialog().getByLabel(desk.text('trust.deny.certificate'))).toHaveValue(
    opensslMarks(one.root).sha256,
  );
  await dialog().getByLabel(desk.text('trust.deny.reason-en')).fill('The key was lost');
  await dialog().getByLabel(desk.text('trust.deny.reason-zh')).fill('密钥已丢失');
  await button(desk.text('trust.deny.submit')).click();
  await expect(dialog().getByRole('row', { name: /The key was lost/ })).toBeVisible();
  await picture('denied');
  await desk.page.getByRole('tab', { name: desk.text('trust.tab.lists') }).click();
  await expect(dialog().getByText(desk.text('trust.certificate.denied'))).toBeVisible();
  await desk.page.getByRole('tab', { name: desk.text('trust.tab.denied') }).click();
  await dialog()
    .getByRole('button', { name: /^Take back: certificate/ })
    .click();
  await expect(dialog().getByRole('row', { name: /The key was lost/ })).toHaveCount(0);
  await desk.page.getByRole('tab', { name: desk.text('trust.tab.lists') }).click();
  await button(/^Back to newsroom$/).click();
  await button(desk.text('trust.back')).click();
});

test('a list is switched off and on', async () => {
  const use = dialog().getByRole('checkbox', { name: 'Use newsroom' });
  await expect(use).toBeChecked();
  await use.focus();
  await desk.page.keyboard.press('Space');
  await expect(use).not.toBeChecked();
  await expect(dialog().getByText(desk.text('trust.empty'))).toBeVisible();
  await use.focus();
  await desk.page.keyboard.press('Space');
  await expect(use).toBeChecked();
});

test('dropped files are compared; a private key is refused by name', async () => {
  const drop = async (name: string, content: string) => {
    const transfer = await desk.page.evaluateHandle(
      ([fileName, text]) => {
        const made = new DataTransfer();
        made.items.add(new File([text!], fileName!));
        return made;
      },
      [name, content],
    );
    await dialog().dispatchEvent('drop', { dataTransfer: transfer });
  };
  await drop('signer.pem', one.chain + one.key);
  await expect(dialog().getByRole('alert')).toContainText('signer.pem contains a private key');
  await drop('C2PA-TRUST-LIST.pem', one.root);
  await expect(dialog().getByText(desk.text('trust.state.undecided'))).toBeVisible();
  await dialog().getByText(desk.text('trust.undecided.own'), { exact: true }).click();
  await expect(dialog().getByText(desk.text('trust.state.new'), { exact: true })).toBeVisible();
  await picture('undecided');
  await button(desk.text('common.cancel')).click();
});

test.describe('the published lists', () => {
  test.skip(!trustPresent, 'the published lists are not beside this checkout');

  for (const [language, theme] of [
    ['en', 'light'],
    ['zh-CN', 'dark'],
  ] as const) {
    test(`are shown with tier, dates and hashes (${language}, ${theme})`, async () => {
      await button(desk.text('common.close')).click();
      await desk.chooseLanguage(language);
      await desk.chooseTheme(theme);
      await desk.page.keyboard.press('Alt+KeyT');
      if (language === 'en') {
        await path().fill(trustRoot);
        await button(desk.text('trust.import.look')).click();
        await button('Import 4 lists').click();
        await expect(dialog().getByText('4 lists imported.')).toBeVisible();
      }
      const row = dialog().getByRole('row', { name: /C2PA Trust List/ });
      await expect(row).toContainText('2026-08-05');
      await expect(row).toContainText('2027-08-05');
      await expect(row).toContainText(desk.text('trust.tier.official'));
      await expect(row).toContainText('75cacc98');
      await picture(`lists-${language}`);
      await button('C2PA Trust List').click();
      await expect(
        dialog().getByRole('row', { name: /Pixel|Google C2PA Mobile A 1P ICA G3 L1/ }),
      ).toBeVisible();
      await picture(`list-${language}`);
      await button(desk.text('trust.back')).click();
      await button('C2PA Conforming Products List').click();
      await dialog().getByRole('searchbox').fill('Pixel Camera');
      await expect(
        dialog()
          .getByRole('row', { name: /Pixel Camera/ })
          .first(),
      ).toContainText('image/jpeg');
      await picture(`products-${language}`);
      await button(desk.text('trust.back')).click();
    });
  }

  test('are kept on the disk byte for byte', () => {
    const stored = join(host.folder, 'data/trust/c2pa.0001/original/C2PA-TRUST-LIST.pem');
    expect(readFileSync(stored)).toEqual(readFileSync(join(trustRoot, 'trust-list/C2PA-TRUST-LIST.pem')));
  });
});
