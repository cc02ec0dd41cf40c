// Written by `node test/bench/validation.ts --write`; not edited by hand.
import type { Measurement } from './error-rates.ts';

export const measured: Measurement = {
  "corpus": "photos-18: reporting half, n = 9, seed 7",
  "methods": {
    "pixels.jpeg-grid": {
      "tampering": {
        "en": "parts pasted in from another picture, or copied within it",
        "zh-CN": "从其他图像粘贴或在图内复制的局部"
      },
      "rates": [
        {
          "condition": "pristine",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            3,
            27
          ],
          "silent": 0
        },
        {
          "condition": "resaved",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            0,
            9
          ],
          "silent": 0
        },
        {
          "condition": "resized",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            0,
            9
          ],
          "silent": 0
        },
        {
          "condition": "screenshot",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            0,
            9
          ],
          "silent": 0
        },
        {
          "condition": "messenger",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            0,
            9
          ],
          "silent": 0
        }
      ]
    },
    "pixels.double-quantization": {
      "tampering": {
        "en": "parts pasted, copied, blurred, coarsened or filled in within a JPEG",
        "zh-CN": "JPEG 图像中被粘贴、复制、模糊、降质或填补的局部"
      },
      "rates": [
        {
          "condition": "pristine",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            35,
            45
          ],
          "silent": 0
        },
        {
          "condition": "resaved",
          "falseAlarms": [
            3,
            9
          ],
          "detections": [
            4,
            9
          ],
          "silent": 0
        },
        {
          "condition": "resized",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            0,
            9
          ],
          "silent": 0
        },
        {
          "condition": "screenshot",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        },
        {
          "condition": "messenger",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            0,
            9
          ],
          "silent": 0
        }
      ]
    },
    "pixels.nonaligned-jpeg": {
      "tampering": {
        "en": "parts pasted in from another picture, or copied within it",
        "zh-CN": "从其他图像粘贴或在图内复制的局部"
      },
      "rates": [
        {
          "condition": "pristine",
          "falseAlarms": [
            1,
            9
          ],
          "detections": [
            10,
            27
          ],
          "silent": 0
        },
        {
          "condition": "resaved",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            1,
            9
          ],
          "silent": 0
        },
        {
          "condition": "resized",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            0,
            9
          ],
          "silent": 0
        },
        {
          "condition": "screenshot",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        },
        {
          "condition": "messenger",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            0,
            9
          ],
          "silent": 0
        }
      ]
    },
    "pixels.ghosts": {
      "tampering": {
        "en": "parts that were compressed more coarsely before, on the grid of the picture or another",
        "zh-CN": "此前压缩更粗的局部，与整图网格对齐或不对齐"
      },
      "rates": [
        {
          "condition": "pristine",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            19,
            27
          ],
          "silent": 0
        },
        {
          "condition": "resaved",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            2,
            9
          ],
          "silent": 0
        },
        {
          "condition": "resized",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            0,
            9
          ],
          "silent": 0
        },
        {
          "condition": "screenshot",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        },
        {
          "condition": "messenger",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            2,
            9
          ],
          "silent": 0
        }
      ]
    },
    "pixels.copy-move": {
      "tampering": {
        "en": "parts copied within the picture, half of them scaled by 0.8 – 1.25 and turned by up to 30°",
        "zh-CN": "在图内复制的局部，其中一半经 0.8–1.25 倍缩放并旋转至多 30°"
      },
      "rates": [
        {
          "condition": "pristine",
          "falseAlarms": [
            0,
            5
          ],
          "detections": [
            10,
            10
          ],
          "silent": 0
        },
        {
          "condition": "resaved",
          "falseAlarms": [
            0,
            5
          ],
          "detections": [
            3,
            5
          ],
          "silent": 0
        },
        {
          "condition": "resized",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 0
        },
        {
          "condition": "screenshot",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 0
        },
        {
          "condition": "messenger",
          "falseAlarms": [
            0,
            5
          ],
          "detections": [
            2,
            5
          ],
          "silent": 0
        }
      ]
    },
    "pixels.thumbnail-residual": {
      "tampering": {
        "en": "parts pasted, copied, filled in or blurred while the old thumbnail of 160 pixels stayed in the file",
        "zh-CN": "局部被粘贴、复制、填补或模糊，而文件中仍保留原 160 像素缩略图"
      },
      "rates": [
        {
          "condition": "pristine",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            17,
            36
          ],
          "silent": 0
        },
        {
          "condition": "resaved",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        },
        {
          "condition": "resized",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        },
        {
          "condition": "screenshot",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        },
        {
          "condition": "messenger",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        }
      ]
    },
    "pixels.resampling": {
      "tampering": {
        "en": "whole picture enlarged by 1.1 – 1.6",
        "zh-CN": "整图放大 1.1–1.6 倍"
      },
      "rates": [
        {
          "condition": "pristine",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            7,
            9
          ],
          "silent": 0
        },
        {
          "condition": "resaved",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            2,
            9
          ],
          "silent": 0
        },
        {
          "condition": "resized",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            1,
            6
          ],
          "silent": 7
        },
        {
          "condition": "screenshot",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            9,
            9
          ],
          "silent": 0
        },
        {
          "condition": "messenger",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            2,
            9
          ],
          "silent": 0
        }
      ]
    },
    "pixels.cfa": {
      "tampering": {
        "en": "parts pasted, copied, blurred or filled in within a picture that kept its mosaic",
        "zh-CN": "保留马赛克痕迹的图像中被粘贴、复制、模糊或填补的局部"
      },
      "rates": [
        {
          "condition": "pristine",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 45
        },
        {
          "condition": "resaved",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        },
        {
          "condition": "resized",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        },
        {
          "condition": "screenshot",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        },
        {
          "condition": "messenger",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        }
      ]
    },
    "pixels.median-filtering": {
      "tampering": {
        "en": "whole picture through a median filter of 3 × 3 or 5 × 5",
        "zh-CN": "整图经 3×3 或 5×5 中值滤波"
      },
      "rates": [
        {
          "condition": "pristine",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            6,
            9
          ],
          "silent": 0
        },
        {
          "condition": "resaved",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            7,
            9
          ],
          "silent": 0
        },
        {
          "condition": "resized",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            0,
            9
          ],
          "silent": 0
        },
        {
          "condition": "screenshot",
          "falseAlarms": [
            8,
            9
          ],
          "detections": [
            9,
            9
          ],
          "silent": 0
        },
        {
          "condition": "messenger",
          "falseAlarms": [
            0,
            9
          ],
          "detections": [
            5,
            9
          ],
          "silent": 0
        }
      ]
    },
    "pixels.contrast-enhancement": {
      "tampering": {
        "en": "gamma or contrast of the whole picture changed",
        "zh-CN": "整图调整伽马或对比度"
      },
      "rates": [
        {
          "condition": "pristine",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        },
        {
          "condition": "resaved",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        },
        {
          "condition": "resized",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        },
        {
          "condition": "screenshot",
          "falseAlarms": [
            7,
            9
          ],
          "detections": [
            8,
            9
          ],
          "silent": 0
        },
        {
          "condition": "messenger",
          "falseAlarms": [
            0,
            0
          ],
          "detections": [
            0,
            0
          ],
          "silent": 18
        }
      ]
    }
  }
};
