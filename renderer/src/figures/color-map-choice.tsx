import { useWords } from '../state/text.ts';
import { Select } from '../ui/field.tsx';
import { type ColorMapName, colorMapNames } from './color-maps.ts';

/** Which colours stand for the numbers of a heatmap. */
export function ColorMapChoice({
  value,
  onChange,
}: {
  readonly value: ColorMapName;
  readonly onChange: (value: ColorMapName) => void;
}) {
  const { text } = useWords();
  return (
    <Select
      bare
      label={text('viewer.overlay.colors')}
      value={value}
      choices={colorMapNames.map((id) => ({ id, label: text(`colors.${id}`) }))}
      onChange={onChange}
    />
  );
}
