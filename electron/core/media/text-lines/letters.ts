/** One line as read. */
export interface ReadLine {
  readonly text: string;
  /** Mean of the chosen letters' probabilities, 0…1; 0 for an empty line. */
  readonly confidence: number;
}

/**
 * Greedy reading of a connectionist temporal classification (Graves et al., ICML 2006, section 3.2): the most
 * likely class of each step, repeats and blanks taken out.
 *
 * @param probabilities `steps × classes`; class 0 is the blank, class n the letter `letters[n − 1]`
 */
export function readLetters(
  probabilities: Float32Array,
  classes: number,
  letters: readonly string[],
): ReadLine {
  let [text, sum, kept, previous] = ['', 0, 0, 0];
  for (let step = 0; step + classes <= probabilities.length; step += classes) {
    let best = 0;
    for (let index = 1; index < classes; index += 1) {
      if (probabilities[step + index]! > probabilities[step + best]!) best = index;
    }
    if (best !== 0 && best !== previous) {
      text += letters[best - 1] ?? '';
      sum += probabilities[step + best]!;
      kept += 1;
    }
    previous = best;
  }
  return { text, confidence: kept === 0 ? 0 : sum / kept };
}
