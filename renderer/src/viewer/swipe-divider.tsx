import { type CSSProperties, useRef } from 'react';
import styles from './viewer.module.css';

export interface SwipeDividerProps {
  readonly label: string;
  /** 0…1 of the width. */
  readonly split: number;
  readonly onSplit: (split: number) => void;
}

const keySteps: Readonly<Record<string, number>> = {
  ArrowLeft: -0.02,
  ArrowDown: -0.02,
  ArrowRight: 0.02,
  ArrowUp: 0.02,
  PageDown: -0.1,
  PageUp: 0.1,
  Home: -1,
  End: 1,
};

/** The line between two pictures, moved by pointer or by arrow keys. */
export function SwipeDivider({ label, split, onSplit }: SwipeDividerProps) {
  const dragging = useRef(false);
  const move = (to: number) => onSplit(Math.min(1, Math.max(0, to)));
  return (
    <div
      className={styles.divider}
      style={{ '--split': split } as CSSProperties}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(split * 100)}
      onKeyDown={(event) => {
        const step = keySteps[event.key];
        if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
        move(split + (event.shiftKey ? step / 4 : step));
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.current = true;
      }}
      onPointerMove={(event) => {
        const box = event.currentTarget.parentElement?.getBoundingClientRect();
        if (dragging.current && box !== undefined) move((event.clientX - box.left) / box.width);
      }}
      onPointerUp={() => {
        dragging.current = false;
      }}
    />
  );
}
