/**
 * Everything outside this repository that can change a result. Each has one adapter file in `media/`,
 * and its version is part of the run key.
 */
export const engineNames = ['sharp', 'ffmpeg', 'ffprobe', 'exiftool', 'c2pa-node', 'heif', 'typst'] as const;
export type EngineName = (typeof engineNames)[number];
