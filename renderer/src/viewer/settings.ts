/** How the pictures are laid out: panes beside each other, or several pictures in one pane. */
export const viewModes = ['side', 'swipe', 'blink', 'difference'] as const;
export type ViewMode = (typeof viewModes)[number];

export const gains = [1, 4, 16] as const;
export type Gain = (typeof gains)[number];

/** Changes of picture per second; never more than three flashes a second (WCAG 2.2, 2.3.1). */
export const blinkRates = [0.5, 1, 2, 3] as const;
export type BlinkRate = (typeof blinkRates)[number];

export const magnifications = [8, 12, 16, 24, 32] as const;
export type Magnification = (typeof magnifications)[number];

/** What makes pictures of different size lie over each other. */
export const alignments = ['frame', 'pixels'] as const;
export type Alignment = (typeof alignments)[number];

export interface ViewSettings {
  readonly mode: ViewMode;
  /** Movements go to all pictures; otherwise to the active one, and the offset stays. */
  readonly synchronised: boolean;
  readonly align: Alignment;
  /** The two pictures of swipe and difference. */
  readonly pair: readonly [number, number];
  readonly gain: Gain;
  /** Place of the swipe divider, 0…1 of the width. */
  readonly split: number;
  readonly blinking: boolean;
  readonly blinkRate: BlinkRate;
  readonly opacity: number;
  readonly magnification: Magnification;
}

export const initialSettings: ViewSettings = {
  mode: 'side',
  synchronised: true,
  align: 'frame',
  pair: [0, 1],
  gain: 1,
  split: 0.5,
  blinking: false,
  blinkRate: 1,
  opacity: 0.6,
  magnification: 16,
};
