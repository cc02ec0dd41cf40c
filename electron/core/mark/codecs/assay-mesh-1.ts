import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { MarkCodec } from '../define.ts';
import { markScene } from '../scene/mark-scene.ts';
import { readSceneMarks } from '../scene/read-scene-marks.ts';
import { assayImage1 } from './assay-image-1.ts';

/** Scenes: the mark of pictures in their colour textures, and a fragile second one in the last bits of their vertices. */
export const assayMesh1: MarkCodec = {
  name: 'assay-mesh-1',
  title: localized('Mark in a virtual scene', '虚拟场景水印'),
  reference: {
    cite: 'Khronos glTF 2.0 (ISO/IEC 12113:2022); textures as assay-image-1; own design',
    limits: localized(
      'What lasts is the mark in the textures, with the limits of the mark in pictures; re-baking or atlasing textures to a fraction of their size loses it. The mark in the vertices is fragile: any export, transformation, simplification, quantisation or compression of the geometry removes it.',
      '持久的是纹理中的水印，其局限与图像水印相同；将纹理重新烘焙或大幅缩小后拼入图集会使其丢失。顶点中的水印是脆弱的：任何导出、变换、简化、量化或几何压缩都会将其清除。',
    ),
  },
  embedsInto: (media) => (isGltf(media) ? true : refusalFor(media)),
  reads: isGltf,
  embed: (request) => markScene(request, assayImage1),
  detect: (request) => readSceneMarks(request, assayImage1),
};

function isGltf({ format }: Media): boolean {
  return format === 'glb' || format === 'gltf';
}

function refusalFor({ format }: Media): Localized {
  return ['usdz', 'usd', 'obj', 'stl', 'ply', 'fbx'].includes(format) ? refusals.otherScene : refusals.none;
}

const refusals = {
  otherScene: localized(
    'Of virtual scenes glTF and GLB are marked; USD, USDZ, OBJ and others are only read. Export the scene as GLB, or mark its textures before they go into it.',
    '虚拟场景仅支持为 glTF 和 GLB 嵌入水印；USD、USDZ、OBJ 等格式仅可读取。请将场景导出为 GLB，或在纹理放入场景之前先嵌入水印。',
  ),
  none: localized('This is no virtual scene', '该文件不是虚拟场景'),
} as const;
