/**
 * Code points (hexadecimal ranges) that DejaVu Sans Mono 2.37, regular and bold, has and Noto Sans SC has not.
 * Typst carries these fonts inside, so there is no file to read their tables from. A test prints them all.
 */
const ranges = [
  '0 104-10f 114-119 11c-127 12c-142 145-146 149-14b 150-151 154-167 16e-191 193-19f 1a2-1ae 1b1-1c3',
  '1dd-1e3 1e6-1f0 1f4-1f7 1fc-221 224-241 243-245 24c-24d 250 252-260 262-2b9 2bc-2c1 2c6 2c8 2cc-2d3',
  '2d6-2d8 2da-2de 2e0-2e9 2ee 2f3 302-303 305-306 308-30b 30d-33f 343 358 361 374-377 37a-37f 384-38a 38c',
  '38e-390 3aa-3b0 3ca-3ce 3d0-3e1 3f0-400 402-40f 450 452-45f 462-463 472-473 490-49b 4a2-4a5 4aa-4b3',
  '4ba-4bb 4c0-4c4 4c7-4cc 4cf-4f9 510-511 51a-51d 531-556 559-55f 561-587 589-58a 606-60c 615 61b-61f',
  '621-63a 640-655 65a 660-66d 674 679-687 691 698 6a4 6a9 6af 6be 6cc 6f0-6f9 e3f e81-e8d e94-e97 e99-e9f',
  'ea1-eab ead-eb9 ebb-ebc ec8-ecd 10d0-10fc 1d02 1d08-1d09 1d14-1d17 1d1d-1d1f 1d2c-1d2e 1d30-1d3c',
  '1d3e-1d5b 1d62-1d65 1d77-1d7b 1d85 1d9b-1db7 1db9-1dbf 1e00-1e13 1e18-1e2d 1e30-1e3d 1e40-1e4d 1e54-1e63',
  '1e68-1e79 1e7c-1e99 1e9b-1e9f 1f00-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d 1f50-1f57 1f59-1f5d 1f5f-1f7d',
  '1f80-1fb4 1fb6-1fc4 1fc6-1fd3 1fd6-1fdb 1fdd-1fef 1ff2-1ff4 1ff6-1ffe 2000-2001 2004-200a 2017 201b 201f',
  '2023 202f 2031 2034 2036-2037 203d-203f 2045-2046 204b 205f 2070-2071 2075-208e 2090-209c 20a0-20a8 20aa',
  '20ad-20b5 20b8-20bd 2102 2104 210d-210e 2115 2117-211d 2123-2125 2128-212a 212c-212d 2148 2150-2151',
  '2153-215f 2189 219a-21b7 21ba-21c3 21c7-21ca 21cd-21cf 21d1 21d3 21d5-21e5 21ea-21f4 21f6-21ff 2201 2204',
  '220c-220e 2210 2217-2219 221b-221c 2238-223c 2241-2242 2244 2246-2247 2249-224b 224d-225f 2263 2268-2269',
  '226d 2270-2271 2274-2275 2278-2281 2288-2289 228d-2294 229a-229f 22a1-22a4 22b2-22b8 22c2-22c6 22cd-22d1',
  '22dc-22e9 2300-2304 2308-2311 2313-2315 2319 231c-2321 2325-2328 232b 2335-237a 237d-2383 2388-238b 2395',
  '239b-23ae 23cf 25ac-25b0 25b4-25b5 25b8-25bb 25be-25bf 25c2-25c5 25c8 25cd 25d4-25e1 25e7-25ee 25f0-25ff',
  '2604 2607-2608 260a-260d 2610-2615 2618-261b 2620-262e 2638-263f 2643-265f 2670-2671 267e-268b 2690-269c',
  '26a1 26b0-26b1 2701 2703-2709 270c-2712 2714-2719 271b-2727 2729-273c 273e 2741-274b 274d-2755 2758-275e',
  '2761-2775 2794 2798-27a0 27a2-27af 27b1-27be 27c2-27c6 27dc-27e0 27e6-27eb 27f5-27f7 2987-2988 2997-2998',
  '29eb 2a00 2a2f 2a6a-2a6b 2b08-2b0d 2b12-2b19 2c64 2c6d-2c70 2c75-2c7f 2e18 2e1f-2e25 2e2e a708-a716',
  'a71b-a727 a789-a791 a7aa a7f8-a7f9 f6c5 fb52-fb81 fb8a-fb95 fb9e-fb9f fbaa-fbad fbe8-fbe9 fbfc-fbff',
  'fe70-feff fff9-fffd 1d55a',
].join(' ');

/** The ranges as pairs of first and last code point. */
export function monoRanges(): readonly (readonly [number, number])[] {
  return ranges.split(' ').map((range) => {
    const [first, last = first] = range.split('-').map((digits) => Number.parseInt(digits, 16));
    return [first!, last!];
  });
}
