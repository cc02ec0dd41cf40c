// Written by `node test/bench/validation.ts --write`; not edited by hand.
import type { Measurement } from './error-rates.ts';

export const measured: Measurement = {
  corpus: "photos-94: reporting half, n = 32, seed 7",
  methods: {
    "pixels.jpeg-grid": {
      tampering: {"en":"parts pasted in from another picture, or copied within it","zh-CN":"从其他图像粘贴或在图内复制的局部"},
      rates: [
        {"condition":"pristine","falseAlarms":[0,32],"detections":[9,96],"silent":0},
        {"condition":"resaved","falseAlarms":[0,32],"detections":[0,32],"silent":0},
        {"condition":"resized","falseAlarms":[0,32],"detections":[0,32],"silent":0},
        {"condition":"screenshot","falseAlarms":[0,32],"detections":[2,32],"silent":0},
        {"condition":"messenger","falseAlarms":[0,32],"detections":[0,32],"silent":0},
      ],
    },
    "pixels.double-quantization": {
      tampering: {"en":"parts pasted, copied, blurred, coarsened or filled in within a JPEG","zh-CN":"JPEG 图像中被粘贴、复制、模糊、降质或填补的局部"},
      rates: [
        {"condition":"pristine","falseAlarms":[0,32],"detections":[112,160],"silent":0},
        {"condition":"resaved","falseAlarms":[0,32],"detections":[9,32],"silent":0},
        {"condition":"resized","falseAlarms":[0,32],"detections":[0,32],"silent":0},
        {"condition":"screenshot","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"messenger","falseAlarms":[0,32],"detections":[0,32],"silent":0},
      ],
    },
    "pixels.nonaligned-jpeg": {
      tampering: {"en":"parts pasted in from another picture, or copied within it","zh-CN":"从其他图像粘贴或在图内复制的局部"},
      rates: [
        {"condition":"pristine","falseAlarms":[1,32],"detections":[29,96],"silent":0},
        {"condition":"resaved","falseAlarms":[0,32],"detections":[1,32],"silent":0},
        {"condition":"resized","falseAlarms":[0,32],"detections":[0,32],"silent":0},
        {"condition":"screenshot","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"messenger","falseAlarms":[0,32],"detections":[0,32],"silent":0},
      ],
    },
    "pixels.ghosts": {
      tampering: {"en":"parts that were compressed more coarsely before, on the grid of the picture or another","zh-CN":"此前压缩更粗的局部，与整图网格对齐或不对齐"},
      rates: [
        {"condition":"pristine","falseAlarms":[0,32],"detections":[67,96],"silent":0},
        {"condition":"resaved","falseAlarms":[1,32],"detections":[5,32],"silent":0},
        {"condition":"resized","falseAlarms":[0,32],"detections":[0,32],"silent":0},
        {"condition":"screenshot","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"messenger","falseAlarms":[0,32],"detections":[1,32],"silent":0},
      ],
    },
    "pixels.copy-move": {
      tampering: {"en":"parts copied within the picture, half of them scaled by 0.8 – 1.25 and turned by up to 30°","zh-CN":"在图内复制的局部，其中一半经 0.8–1.25 倍缩放并旋转至多 30°"},
      rates: [
        {"condition":"pristine","falseAlarms":[0,8],"detections":[10,16],"silent":0},
        {"condition":"resaved","falseAlarms":[0,8],"detections":[4,8],"silent":0},
        {"condition":"resized","falseAlarms":[0,8],"detections":[2,8],"silent":0},
        {"condition":"screenshot","falseAlarms":[0,8],"detections":[6,8],"silent":0},
        {"condition":"messenger","falseAlarms":[1,8],"detections":[2,8],"silent":0},
      ],
    },
    "pixels.thumbnail-residual": {
      tampering: {"en":"parts pasted, copied, filled in or blurred while the old thumbnail of 160 pixels stayed in the file","zh-CN":"局部被粘贴、复制、填补或模糊，而文件中仍保留原 160 像素缩略图"},
      rates: [
        {"condition":"pristine","falseAlarms":[0,32],"detections":[52,123],"silent":5},
        {"condition":"resaved","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"resized","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"screenshot","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"messenger","falseAlarms":[0,0],"detections":[0,0],"silent":64},
      ],
    },
    "pixels.resampling": {
      tampering: {"en":"whole picture enlarged by 1.1 – 1.6","zh-CN":"整图放大 1.1–1.6 倍"},
      rates: [
        {"condition":"pristine","falseAlarms":[1,32],"detections":[24,31],"silent":1},
        {"condition":"resaved","falseAlarms":[2,31],"detections":[11,31],"silent":2},
        {"condition":"resized","falseAlarms":[0,0],"detections":[1,18],"silent":26},
        {"condition":"screenshot","falseAlarms":[0,0],"detections":[29,31],"silent":1},
        {"condition":"messenger","falseAlarms":[0,0],"detections":[11,31],"silent":2},
      ],
    },
    "pixels.cfa": {
      tampering: {"en":"parts pasted, copied, blurred or filled in within a camera’s JPEG and stored without loss","zh-CN":"在相机 JPEG 中粘贴、复制、模糊或填补局部后以无损方式存储"},
      rates: [
        {"condition":"pristine","falseAlarms":[0,16],"detections":[16,62],"silent":82},
        {"condition":"resaved","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"resized","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"screenshot","falseAlarms":[0,0],"detections":[2,9],"silent":46},
        {"condition":"messenger","falseAlarms":[0,0],"detections":[0,0],"silent":64},
      ],
    },
    "pixels.median-filtering": {
      tampering: {"en":"whole picture through a median filter of 3 × 3 or 5 × 5","zh-CN":"整图经 3×3 或 5×5 中值滤波"},
      rates: [
        {"condition":"pristine","falseAlarms":[1,31],"detections":[22,28],"silent":5},
        {"condition":"resaved","falseAlarms":[2,31],"detections":[18,27],"silent":6},
        {"condition":"resized","falseAlarms":[1,26],"detections":[5,26],"silent":12},
        {"condition":"screenshot","falseAlarms":[0,31],"detections":[12,28],"silent":5},
        {"condition":"messenger","falseAlarms":[2,28],"detections":[14,27],"silent":9},
      ],
    },
    "pixels.contrast-enhancement": {
      tampering: {"en":"gamma or contrast of the whole picture changed, stored without loss","zh-CN":"整图调整伽马或对比度，以无损方式存储"},
      rates: [
        {"condition":"pristine","falseAlarms":[0,31],"detections":[31,31],"silent":2},
        {"condition":"resaved","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"resized","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"screenshot","falseAlarms":[0,31],"detections":[15,31],"silent":2},
        {"condition":"messenger","falseAlarms":[0,0],"detections":[0,0],"silent":64},
      ],
    },
    "pixels.noise-level": {
      tampering: {"en":"parts pasted in from a camera of another make, blurred or covered with noise, stored without loss","zh-CN":"从另一品牌相机的照片粘贴、模糊或叠加噪声的局部，以无损方式存储"},
      rates: [
        {"condition":"pristine","falseAlarms":[12,31],"detections":[54,95],"silent":2},
        {"condition":"resaved","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"resized","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"screenshot","falseAlarms":[9,32],"detections":[17,32],"silent":0},
        {"condition":"messenger","falseAlarms":[0,0],"detections":[0,0],"silent":64},
      ],
    },
    "pixels.noisesniffer": {
      tampering: {"en":"parts pasted in from a camera of another make, blurred or covered with noise, stored without loss","zh-CN":"从另一品牌相机的照片粘贴、模糊或叠加噪声的局部，以无损方式存储"},
      rates: [
        {"condition":"pristine","falseAlarms":[0,31],"detections":[17,95],"silent":2},
        {"condition":"resaved","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"resized","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"screenshot","falseAlarms":[0,32],"detections":[5,32],"silent":0},
        {"condition":"messenger","falseAlarms":[0,0],"detections":[0,0],"silent":64},
      ],
    },
    "pixels.residual-patterns": {
      tampering: {"en":"parts pasted in from a camera of another make, blurred or covered with noise, stored without loss","zh-CN":"从另一品牌相机的照片粘贴、模糊或叠加噪声的局部，以无损方式存储"},
      rates: [
        {"condition":"pristine","falseAlarms":[3,31],"detections":[35,95],"silent":2},
        {"condition":"resaved","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"resized","falseAlarms":[0,0],"detections":[0,0],"silent":64},
        {"condition":"screenshot","falseAlarms":[3,32],"detections":[12,32],"silent":0},
        {"condition":"messenger","falseAlarms":[0,0],"detections":[0,0],"silent":64},
      ],
    },
  },
};
