import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { leastFeatures } from '../../picture/local-features.ts';
import { copyInliers } from '../../picture/registration.ts';

/** @param features found in the first and the second */
export function unrelatedPictures([first, second]: readonly [number, number], inliers: number): Reason {
  return {
    code: 'no-common-part',
    text: localized(
      `No common part was found. Tried: ${first} and ${second} local features against each other, turned by any angle, at any size up to 16 times, mirrored, and the whole picture laid on the whole; at most ${inliers} features agreed on one map, ${copyInliers} make a copy. A small, strongly blurred or bent part would not be found so.`,
      `未找到共同部分。已尝试：以 ${first} 个与 ${second} 个局部特征相互匹配（任意旋转角度、16 倍以内的缩放、镜像），以及整幅对整幅叠合；最多有 ${inliers} 个特征吻合于同一变换，达到 ${copyInliers} 个才认定为副本。过小、严重模糊或弯曲的共同部分可能无法以此发现。`,
    ),
  };
}

export function tooPlain([first, second]: readonly [number, number]): Reason {
  return {
    code: 'not-traceable',
    text: localized(
      `The pictures cannot be laid on each other by their appearance: ${first} and ${second} local features, at least ${leastFeatures} are needed in each, and the whole laid on the whole shows too little structure in common. This does not mean that they are unrelated.`,
      `无法凭外观叠合：两图分别只有 ${first} 个与 ${second} 个局部特征（每幅至少需要 ${leastFeatures} 个），整幅对整幅叠合时共同结构也过少。这并不表示两者无关。`,
    ),
  };
}
