import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The system menu holds only what the system expects (editing, window, quit); every act of the program is in
 * the page's own menus, palette and shortcuts, fed by `shared/commands.ts`.
 */
export function applicationMenu(): Menu {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
  return Menu.buildFromTemplate(template);
}
