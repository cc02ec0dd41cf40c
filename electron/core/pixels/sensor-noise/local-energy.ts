/** Half of the widest window. */
const reach = 4;

/**
 * What a Wiener filter lets through of noise: `σ² / max(σ², e)`, where e is the least of the mean energies in windows of
 * 3, 5, 7 and 9 (M. K. Mıhçak, I. Kozintsev and K. Ramchandran, ICASSP 1999, equations 5 and 6). Beyond the border
 * there is nothing, and the windows keep their divisor.
 *
 * @param energy squares of the coefficients, `width × height`
 * @param variance of the noise, σ²
 * @returns gains, 0…1, in the same layout
 */
export function noiseGains(
  energy: Float32Array,
  width: number,
  height: number,
  variance: number,
): Float32Array {
  const gains = new Float32Array(width * height);
  const padded = width + 2 * reach;
  const [sums3, sums5] = [new Float64Array(padded), new Float64Array(padded)];
  const [sums7, sums9] = [new Float64Array(padded), new Float64Array(padded)];
  const nothing = new Float32Array(width);
  const row = (y: number): Float32Array =>
    y < 0 || y >= height ? nothing : energy.subarray(y * width, (y + 1) * width);
  for (let y = 0; y < height; y += 1) {
    const [up1, up2, up3, up4] = [row(y - 1), row(y - 2), row(y - 3), row(y - 4)];
    const [down1, down2, down3, down4] = [row(y + 1), row(y + 2), row(y + 3), row(y + 4)];
    const here = row(y);
    for (let x = 0, to = reach; x < width; x += 1, to += 1) {
      const three = up1[x]! + here[x]! + down1[x]!;
      const five = three + up2[x]! + down2[x]!;
      const seven = five + up3[x]! + down3[x]!;
      sums3[to] = three;
      sums5[to] = five;
      sums7[to] = seven;
      sums9[to] = seven + up4[x]! + down4[x]!;
    }
    let [in3, in5, in7, in9] = [0, 0, 0, 0];
    for (let x = 0; x < 2 * reach; x += 1) {
      in9 += sums9[x]!;
      if (x >= 1 && x < 7) in7 += sums7[x]!;
      if (x >= 2 && x < 6) in5 += sums5[x]!;
      if (x >= 3 && x < 5) in3 += sums3[x]!;
    }
    for (let x = 0, to = y * width; x < width; x += 1, to += 1) {
      in3 += sums3[x + 5]!;
      in5 += sums5[x + 6]!;
      in7 += sums7[x + 7]!;
      in9 += sums9[x + 8]!;
      let least = Math.min(in3 / 9, in5 / 25);
      least = Math.min(least, in7 / 49, in9 / 81);
      gains[to] = least > variance ? variance / least : 1;
      in3 -= sums3[x + 3]!;
      in5 -= sums5[x + 2]!;
      in7 -= sums7[x + 1]!;
      in9 -= sums9[x]!;
    }
  }
  return gains;
}
