/** Members of IPTCDigitalSourceEnumeration (schema.org, pending area) by the IPTC codes they stand for. */
const terms: ReadonlyMap<string, string> = new Map([
  ['algorithmicMedia', 'AlgorithmicMedia'],
  ['algorithmicallyEnhanced', 'AlgorithmicallyEnhanced'],
  ['composite', 'Composite'],
  ['compositeCapture', 'CompositeCapture'],
  ['compositeSynthetic', 'CompositeSynthetic'],
  ['compositeWithTrainedAlgorithmicMedia', 'CompositeWithTrainedAlgorithmicMedia'],
  ['computationalCapture', 'MultiFrameComputationalCapture'],
  ['dataDrivenMedia', 'DataDrivenMedia'],
  ['digitalArt', 'DigitalArt'],
  ['digitalCapture', 'DigitalCapture'],
  ['minorHumanEdits', 'MinorHumanEdits'],
  ['negativeFilm', 'NegativeFilm'],
  ['positiveFilm', 'PositiveFilm'],
  ['print', 'Print'],
  ['screenCapture', 'ScreenCapture'],
  ['trainedAlgorithmicMedia', 'TrainedAlgorithmicMedia'],
  ['virtualRecording', 'VirtualRecording'],
]);

const iptc = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** schema.org's own term for an IPTC identifier, or `null`: it has none. */
export function schemaTerm(uri: string): string | null {
  const name = uri.startsWith(iptc) ? terms.get(uri.slice(iptc.length)) : undefined;
  return name === undefined ? null : `https://schema.org/${name}DigitalSource`;
}

/** Terms are met with the vocabulary's address, with its prefix, and bare: the address, with IPTC's code in it. */
export function plainTerm(value: string): string {
  const name = /^(?:https?:\/\/schema\.org\/|schema:)?(\w{1,80})DigitalSource$/i.exec(value)?.[1];
  if (name === undefined) return value;
  const code = [...terms].find(([, term]) => term.toLowerCase() === name.toLowerCase())?.[0];
  return `https://schema.org/${code ?? name}DigitalSource`;
}
