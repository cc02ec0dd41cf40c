import type { Locator, Page } from '@playwright/test';
import type { Language } from '../../../shared/domain/localized.ts';
import { en } from '../../../shared/text/en.ts';
import { chinese } from '../../../shared/text/zh-cn.ts';

/** Keys whose text is one sentence, without plural forms. */
export type TextKey = { [K in keyof typeof en]: (typeof en)[K] extends string ? K : never }[keyof typeof en];

/** The screen as its user knows it: stages, lists and buttons by their names, in either language. */
export class Workstation {
  readonly page: Page;
  language: Language = 'en';

  constructor(page: Page) {
    this.page = page;
  }

  text(key: TextKey): string {
    return (this.language === 'en' ? en : chinese)[key];
  }

  /** Make a case from the start screen, and take in a file or folder of this machine. */
  async newCase(name: string, files: string): Promise<void> {
    const { page } = this;
    const button = (key: TextKey) => page.getByRole('button', { name: this.text(key), exact: true }).first();
    const dialog = page.getByRole('dialog');
    await button('start.new').click();
    await dialog.getByLabel(this.text('start.name')).fill(name);
    await dialog.getByRole('button', { name: this.text('start.create') }).click();
    await dialog.waitFor({ state: 'hidden' });
    await button('intake.by-path').click();
    await dialog.getByRole('textbox').fill(files);
    await dialog.getByRole('button', { name: this.text('intake.paths.submit') }).click();
  }

  async openStage(
    stage: 'intake' | 'examine' | 'trace' | 'compare' | 'conclude' | 'report' | 'mark' | 'survive',
  ): Promise<void> {
    await this.page
      .getByRole('navigation')
      .getByRole('button', { name: this.text(`stage.${stage}`), exact: true })
      .click();
  }

  exhibit(name: string): Locator {
    return this.page.getByRole('row', { name, exact: true });
  }

  run(title: RegExp): Locator {
    return this.page.getByRole('option', { name: title });
  }

  tab(key: TextKey): Locator {
    return this.page.getByRole('tab', { name: this.text(key), exact: true });
  }

  async chooseTheme(theme: 'light' | 'dark'): Promise<void> {
    await this.page.getByRole('button', { name: this.text('menu.theme'), exact: true }).click();
    await this.page.getByRole('menuitemradio', { name: this.text(`theme.${theme}`), exact: true }).click();
  }

  async chooseLanguage(language: Language): Promise<void> {
    await this.page.getByRole('button', { name: this.text('menu.language'), exact: true }).click();
    await this.page.getByRole('menuitemradio', { name: language === 'en' ? 'English' : '中文' }).click();
    this.language = language;
  }
}
