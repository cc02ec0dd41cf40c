import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { Sha256 } from '#shared/domain/evidence.ts';
import { localized } from '#shared/domain/localized.ts';
import { Reason } from '#shared/domain/run.ts';
import { toRgb8 } from '#shared/numeric/plane.ts';
import { identify } from '../../intake/identify.ts';
import { cameraFile, LONGEST_SIDE, MOST_REFERENCES } from '../../media/camera-fingerprints.ts';
import { decodeInput, readImageHeader } from '../../media/image.ts';
import type { Limits } from '../../media/limits.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { lumaOf } from '../picture.ts';
import { captureOf } from './capture.ts';
import { type Covered, coveredBy, cut } from './comparison.ts';
import { FingerprintBuilder, noiseSigma } from './fingerprint.ts';

const Input = z.object({
  name: z.string(),
  paths: z.array(z.string()).min(1).max(MOST_REFERENCES),
  /** Where the file goes. */
  out: z.string(),
});

export const CameraMaking = z.object({
  /** Of the file that was written; `null`: no reference could be used. */
  sha256: Sha256.nullable(),
  used: z.number().int(),
  /** References that were left out, by their place among the paths. */
  refused: z.array(z.object({ index: z.number().int(), reason: Reason })),
});
export type CameraMaking = z.infer<typeof CameraMaking>;

interface Camera {
  readonly make: string | null;
  readonly model: string | null;
}

/** In a worker: make the fingerprint of a camera from its pictures, one at a time. */
export async function makeFingerprint(raw: unknown, context: TaskContext): Promise<CameraMaking> {
  const { name, paths, out } = Input.parse(raw);
  const refused: CameraMaking['refused'] = [];
  const references: string[] = [];
  let begun: { builder: FingerprintBuilder; covered: Covered; camera: Camera } | undefined;
  for (const [index, path] of paths.entries()) {
    context.signal.throwIfAborted();
    context.progress(index / paths.length);
    const read = await readReference(path, context.limits);
    if (!read.ok) {
      refused.push({ index, reason: read.reason });
      continue;
    }
    const { luma, sha256, camera } = read;
    const covered: Covered = begun?.covered ?? coveredBy(luma, LONGEST_SIDE);
    begun ??= { builder: new FingerprintBuilder(covered.width, covered.height), covered, camera };
    if (references.includes(sha256)) refused.push({ index, reason: twice });
    else if (luma.width !== covered.frame.width || luma.height !== covered.frame.height)
      refused.push({ index, reason: otherSize });
    else if (camera.model !== begun.camera.model) refused.push({ index, reason: otherModel });
    else {
      begun.builder.add(cut(luma, covered.left, covered.top, covered.width, covered.height));
      references.push(sha256);
    }
  }
  if (begun === undefined) return { sha256: null, used: 0, refused };
  const { builder, covered, camera } = begun;
  const { frame, left, top, width, height } = covered;
  const file = cameraFile(
    {
      ...{ version: 1, name, ...camera, left, top, width, height, sigma: noiseSigma, references },
      frame: { width: frame.width, height: frame.height },
    },
    builder.finish().data,
  );
  await writeFile(out, file, { mode: 0o600 });
  return { sha256: createHash('sha256').update(file).digest('hex'), used: builder.count, refused };
}

async function readReference(path: string, limits: Limits) {
  const { kind, format } = await identify(path, null);
  if (kind !== 'image') return { ok: false, reason: noPicture } as const;
  const bytes = await readFile(path);
  const options = { format, limits };
  const header = await readImageHeader(bytes, options);
  if (!header.ok) return header;
  const decoded = await decodeInput(bytes, options);
  if (!decoded.ok) return decoded;
  const { image } = decoded;
  if (image.warnings.length > 0) return { ok: false, reason: damaged } as const;
  if (Math.min(image.width, image.height) < 128) return { ok: false, reason: tooSmall } as const;
  const { make, model } = captureOf(header.metadata.exif);
  return {
    ok: true,
    luma: lumaOf(toRgb8(image), image.width, image.height),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    camera: { make, model },
  } as const;
}

const noPicture: Reason = {
  code: 'no-picture',
  text: localized('Not a still picture', '不是静态图像'),
};
const damaged: Reason = {
  code: 'damaged',
  text: localized('The picture is damaged', '图像已损坏'),
};
const tooSmall: Reason = {
  code: 'too-small',
  text: localized('Smaller than 128 pixels on a side', '边长小于 128 像素'),
};
const twice: Reason = {
  code: 'twice',
  text: localized('The same file as another reference', '与另一参考图像为同一文件'),
};
const otherSize: Reason = {
  code: 'other-size',
  text: localized(
    'Its stored size is not that of the first reference: another mode, a crop or another camera',
    '存储尺寸与第一张参考图像不同：拍摄模式不同、经过裁剪或来自其他相机',
  ),
};
const otherModel: Reason = {
  code: 'other-model',
  text: localized(
    'Its Exif data name another camera model than the first reference',
    'Exif 数据中的相机型号与第一张参考图像不同',
  ),
};
