import { Languages, SunMoon } from 'lucide-react';
import { type CommandId, commands } from '#shared/commands.ts';
import type { Case } from '#shared/domain/case.ts';
import { languages } from '#shared/domain/localized.ts';
import { themes } from '#shared/domain/settings.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { capsOf, runCommand, useAvailableCommands } from '../state/command-center.ts';
import { chooseLanguage, chooseTheme, settings } from '../state/settings.ts';
import { useStore } from '../state/store.ts';
import { useWords } from '../state/text.ts';
import { MenuButton, type MenuGroup } from '../ui/menu.tsx';
import styles from './title-bar.module.css';

const menus = ['case', 'view', 'help'] as const;

/** Name of the program, menus, name of the case, theme and language. */
export function TitleBar({ shown }: { readonly shown: Case | null }) {
  const { text } = useWords();
  return (
    <header className={styles.bar}>
      <span className={styles.program}>{text('app.name')}</span>
      {menus.map((menu) => (
        <CommandMenu key={menu} menu={menu} />
      ))}
      <h1 className={styles.case} title={shown === null ? undefined : visibleText(shown.directory)}>
        {shown === null ? text('menu.no-case') : visibleText(shown.name)}
        {shown?.readOnly === true && <span className={styles.readOnly}>{text('menu.read-only')}</span>}
      </h1>
      <ThemeMenu />
      <LanguageMenu />
    </header>
  );
}

function CommandMenu({ menu }: { readonly menu: (typeof menus)[number] }) {
  const { text } = useWords();
  const available = useAvailableCommands();
  const entries = commands
    .filter((command) => 'menu' in command && command.menu === menu)
    .map((command) => ({
      id: command.id,
      label: text(command.title),
      caps: capsOf(command.id),
      disabled: !available.includes(command),
    }));
  return (
    <MenuButton
      label={text(`menu.${menu}`)}
      groups={[{ id: menu, entries }]}
      onAction={(id) => runCommand(id as CommandId)}
    />
  );
}

function ThemeMenu() {
  const { text } = useWords();
  const present = useStore(settings, (value) => value.theme);
  const group: MenuGroup = {
    id: 'theme',
    heading: text('menu.theme'),
    entries: themes.map((theme) => ({
      id: theme,
      label: text(`theme.${theme}`),
      checked: theme === present,
    })),
  };
  return (
    <MenuButton
      name={text('menu.theme')}
      label={<SunMoon aria-hidden="true" />}
      groups={[group]}
      onAction={(id) => chooseTheme(themes.find((theme) => theme === id) ?? 'system')}
    />
  );
}

function LanguageMenu() {
  const { text, language } = useWords();
  const group: MenuGroup = {
    id: 'language',
    heading: text('menu.language'),
    entries: languages.map((one) => ({ id: one, label: text(`language.${one}`), checked: one === language })),
  };
  return (
    <MenuButton
      name={text('menu.language')}
      label={<Languages aria-hidden="true" />}
      groups={[group]}
      onAction={(id) => chooseLanguage(languages.find((one) => one === id) ?? 'en')}
    />
  );
}
