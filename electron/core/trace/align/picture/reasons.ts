import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { leastFeatures } from '../../picture/local-features.ts';
import { copyInliers } from '../../picture/registration.ts';
import { type Exposure, leastPlaces, otherScore, sameApart, sameScore } from './exposure.ts';

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

/** Code of the reason that a picture lies over another and is still not one's copy. */
export const sameSceneCode = 'same-scene';

export function sameScene({ score, apart, miss, detailed, measured }: Exposure): Reason {
  const share = Math.round(100 * apart);
  const text =
    score > 0
      ? localized(
          `Both show the same scene or thing, but the second is not shown to be a copy: laid over each other, ${measured} places miss by ${miss.toFixed(2)} px, in a way their noise does not explain (score ${score.toFixed(1)}, copies up to ${sameScore}, other photographs from ${otherScore}; ${share} % of the places clearly elsewhere). A photograph from another place or at another moment looks so; so does a copy bent by a filter.`,
          `两者拍摄的是同一场景或物体，但未能证明第二幅是副本：叠合后 ${measured} 处位置的偏差为 ${miss.toFixed(2)} 像素，无法用噪声解释（得分 ${score.toFixed(1)}，副本不超过 ${sameScore}，另行拍摄的照片不低于 ${otherScore}；${share}% 的位置明显错开）。从另一位置或另一时刻拍摄的照片即如此；经滤镜弯曲的副本亦然。`,
        )
      : localized(
          `Parts of both lie over each other, but the second is not shown to be a copy: of ${detailed} places with fine detail in both only ${measured} agree. Another photograph of the same scene, a shared logo or the frame of a program looks so.`,
          `两者部分内容可以叠合，但未能证明第二幅是副本：双方均有细节的 ${detailed} 处中仅 ${measured} 处吻合。同一场景的另一张照片、相同的徽标或软件界面边框均会如此。`,
        );
  return { code: sameSceneCode, text };
}

export function notShown(exposure: Exposure): Reason {
  const [en, chinese] = whyOpen(exposure);
  return {
    code: 'exposure-open',
    text: localized(
      `It lies over the first as copies do, but cannot be told from another photograph of the same scene: ${en}.`,
      `它与第一幅的叠合情形符合副本，但无法与同一场景的另一张照片区分：${chinese}。`,
    ),
  };
}

function whyOpen({ measured, fine, score, apart }: Exposure): readonly [string, string] {
  if (measured < leastPlaces)
    return [
      `only ${measured} places with fine detail could be measured, and ${leastPlaces} are needed`,
      `仅有 ${measured} 处细节可供测量，至少需要 ${leastPlaces} 处`,
    ];
  if (!fine)
    return [
      'what they have in common is too small, too coarse or too noisy for the shift of a second viewpoint to show',
      '共同部分过小、过粗或噪声过大，无法显出第二视点造成的位移',
    ];
  return [
    `its places miss those of the first by more than copies do (${score.toFixed(1)}, copies stay below ${sameScore}; ${percent(apart)} of them clearly elsewhere, copies at most ${percent(sameApart)})`,
    `各处相对第一幅的偏移大于副本应有的程度（${score.toFixed(1)}，副本低于 ${sameScore}；其中 ${percent(apart)} 明显偏离，副本不超过 ${percent(sameApart)}）`,
  ];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** Cautions of pictures that were laid on each other. */

interface Agreement {
  readonly agreeing: number;
  readonly places: number;
}

export function weaklySupported(inliers: number, { agreeing, places }: Agreement): Localized {
  return localized(
    `only ${inliers} local features agree (${copyInliers} make a copy); ${agreeing} of ${places} places agree pixel by pixel`,
    `仅有 ${inliers} 个局部特征吻合（${copyInliers} 个才认定为副本）；逐像素比对时 ${places} 处中有 ${agreeing} 处吻合`,
  );
}

export function littleCommon({ agreeing, places }: Agreement): Localized {
  return localized(
    `only ${agreeing} of ${places} places agree pixel by pixel: perhaps no more than a logo, a pattern or the frame of a program is common`,
    `逐像素比对时 ${places} 处中仅有 ${agreeing} 处吻合：两者的共同之处可能只是徽标、图案或软件界面边框`,
  );
}

/** @param bent pixels of the second */
export function wasBent(bent: number): Localized {
  return localized(
    `no projective map holds everywhere: the suspect is bent by up to ${bent.toFixed(1)} px against it, which was followed before comparing`,
    `没有处处成立的投影变换：待查文件相对其弯曲达 ${bent.toFixed(1)} 像素，比对前已按此校正`,
  );
}
