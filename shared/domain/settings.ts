import { z } from 'zod';
import { languages } from './localized.ts';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

/** What one person has chosen for the screen on this machine. Language `null`: that of the system. */
export const Settings = z.object({ language: z.enum(languages).nullable(), theme: z.enum(themes) });
export type Settings = z.infer<typeof Settings>;

export const defaultSettings: Settings = { language: null, theme: 'system' };
