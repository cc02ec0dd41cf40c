import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { readAsStranger } from '../support/signing.ts';
import { expectClean } from './driver/clean-page.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { Workstation } from './driver/workstation.ts';

/** Signing from the screen: the authority at first use, an edit, a new work, and what is refused. */

test.describe.configure({ mode: 'serial' });

let host: RunningHost;
let desk: Workstation;

test.beforeAll(async ({ browser }) => {
  host = await startHost();
  const context = await browser.newContext();
  desk = new Workstation(await context.newPage());
  const files = join(host.folder, 'files');
  mkdirSync(files);
  writeFileSync(join(files, 'harbour.jpg'), await makeJpeg({ width: 160, height: 120 }));
  writeFileSync(join(files, 'caption.txt'), 'a caption');
  await desk.page.goto(host.entrance);
});
test.afterAll(() => host.stop());

const dialog = (): Locator => desk.page.getByRole('dialog');
const submit = (): Locator => dialog().getByRole('button', { name: desk.text('sign.submit'), exact: true });
const signedFiles = (): string[] => {
  const cases = join(host.folder, 'cases');
  const exports = join(cases, readdirSync(cases)[0]!, 'exports');
  return readdirSync(exports).map((name) => join(exports, name));
};
const rootPem = (): string => readFileSync(join(host.folder, 'data', 'signing', 'root.pem'), 'utf8');

const clean = (name: string) => expectClean(desk.page, `sign-${name}`, '[role=dialog]');

test('a case with a picture and a text', async () => {
  const { page } = desk;
  await page
    .getByRole('button', { name: desk.text('start.new') })
    .first()
    .click();
  await dialog().getByLabel(desk.text('start.name')).fill('Own media');
  await dialog()
    .getByRole('button', { name: desk.text('start.create') })
    .click();
  await page
    .getByRole('button', { name: desk.text('intake.by-path') })
    .first()
    .click();
  await dialog().getByRole('textbox').fill(join(host.folder, 'files'));
  await dialog()
    .getByRole('button', { name: desk.text('intake.paths.submit') })
    .click();
  await expect(desk.exhibit('harbour.jpg')).toBeVisible();
  await desk.openStage('examine');
});

test('a format without a place for a credential is told at once', async () => {
  await desk.exhibit('caption.txt').click();
  await desk.page.getByRole('button', { name: desk.text('command.evidence-sign') }).click();
  await expect(dialog().getByText('A credential cannot be written into this format (text).')).toBeVisible();
  await desk.page.keyboard.press('Escape');
  await expect(dialog()).toBeHidden();
});

test('at first use the authority gets its names', async () => {
  await desk.exhibit('harbour.jpg').click();
  await expect(desk.page.getByRole('heading', { name: 'harbour.jpg' })).toBeVisible();
  await desk.page.keyboard.press('Alt+KeyS');
  await expect(dialog().getByText(desk.text('sign.authority.none'))).toBeVisible();
  const create = dialog().getByRole('button', { name: desk.text('sign.authority.create') });
  await expect(create).toBeDisabled();
  await clean('authority');
  await dialog().getByLabel(desk.text('sign.authority.organisation')).fill('Example News');
  await dialog().getByLabel(desk.text('sign.authority.name')).fill('Picture desk');
  await dialog().getByLabel(desk.text('sign.authority.passphrase')).fill('geheim');
  await create.click();
  await expect(dialog().getByText(/Example News, Picture desk/)).toBeVisible();
});

test('an edit of the exhibit is signed with the keyboard, with the passphrase', async () => {
  await expect(submit()).toBeDisabled();
  await dialog().getByLabel(desk.text('sign.passphrase')).fill('falsch');
  await desk.page.keyboard.press('Enter');
  await expect(dialog().getByText(/does not fit the private key/)).toBeVisible();
  await dialog().getByLabel(desk.text('sign.file-title')).fill('Harbour at dawn');
  await dialog().getByLabel(desk.text('sign.passphrase')).fill('geheim');
  await clean('form');
  await desk.page.keyboard.press('Enter');
  await expect(dialog().getByText(desk.text('sign.done'))).toBeVisible({ timeout: 60_000 });
  await expect(dialog().getByText('c2pa-node 0.9.8: Trusted')).toBeVisible();
  await clean('done');
  const [path, ...others] = signedFiles();
  expect(others).toEqual([]);
  await expect(dialog().getByText(path!)).toBeVisible();
  const { active, validation_state } = await readAsStranger(path!, 'image/jpeg', rootPem());
  expect([validation_state, active.title]).toEqual(['Trusted', 'Harbour at dawn']);
  expect(active.ingredients?.map(({ title, relationship }) => [title, relationship])).toEqual([
    ['harbour.jpg', 'parentOf'],
  ]);
  await desk.page.keyboard.press('Enter');
  await expect(dialog()).toBeHidden();
});

test('in Chinese and in the dark: an update is refused in words, a new work asks how it was made', async () => {
  const { page } = desk;
  await desk.chooseLanguage('zh-CN');
  await desk.chooseTheme('dark');
  await page.keyboard.press('Alt+KeyS');
  await dialog().getByLabel(desk.text('sign.passphrase')).fill('geheim');
  await dialog().getByText(desk.text('sign.intent.update')).click();
  await expect(dialog().getByText(desk.text('sign.sidecar'))).toBeHidden();
  await submit().click();
  await expect(dialog().getByText(/没有可读取的凭证/)).toBeVisible({ timeout: 60_000 });
  await dialog().getByText(desk.text('sign.intent.create')).click();
  await expect(submit()).toBeDisabled();
  await dialog()
    .getByRole('button', { name: desk.text('sign.source-type') })
    .click();
  await page.getByRole('option', { name: /digitalCapture/ }).click();
  await dialog().getByText(desk.text('sign.sidecar')).click();
  await dialog().getByText('Ed25519').click();
  await clean('form-zh-dark');
  await submit().click();
  await expect(dialog().getByText(desk.text('sign.done'))).toBeVisible({ timeout: 60_000 });
  await clean('done-zh-dark');
  const store = signedFiles().find((path) => path.endsWith('.c2pa'))!;
  const beside = store.replace(/c2pa$/, 'jpeg');
  const { active, validation_state } = await readAsStranger(
    beside,
    'image/jpeg',
    rootPem(),
    readFileSync(store),
  );
  expect([validation_state, active.signature_info.alg]).toEqual(['Trusted', 'Ed25519']);
  expect(JSON.stringify(active.assertions)).toContain('digitalsourcetype/digitalCapture');
  await page.keyboard.press('Escape');
});

test('both signatures stand in the custody log', async () => {
  await desk.openStage('report');
  await expect(desk.page.getByText(desk.text('custody.action.credential.signed'))).toHaveCount(2);
});
