import { Slider as AriaSlider, Label, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import styles from './slider.module.css';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  /** The value as shown and read out. */
  readonly shown: string;
  readonly onChange: (value: number) => void;
}

/** A number between two ends, with its name before and its value behind. */
export function Slider(props: SliderProps) {
  return (
    <AriaSlider
      className={styles.slider ?? ''}
      value={props.value}
      minValue={props.minimum}
      maxValue={props.maximum}
      step={props.step}
      onChange={(value) => props.onChange(Array.isArray(value) ? (value[0] ?? props.minimum) : value)}
    >
      <Label className={styles.label ?? ''}>{props.label}</Label>
      <SliderTrack className={styles.track ?? ''}>
        <SliderThumb className={styles.thumb ?? ''} aria-valuetext={props.shown} />
      </SliderTrack>
      <SliderOutput className={styles.output ?? ''}>{props.shown}</SliderOutput>
    </AriaSlider>
  );
}
