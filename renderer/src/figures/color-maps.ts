/** One set of colours for the screen and the report. */
export {
  applyColorMap,
  type ColorMapName,
  colorMapNames,
  colorTable,
  defaultColorMap,
  scaleValue,
} from '#shared/numeric/color-maps.ts';
