/** Can this program read the mark or fingerprint itself? */
export type LocalReading =
  /** Read here, without more. */
  | 'read-here'
  /** Recognised by its characters; what it says needs its writer's key. */
  | 'recognised'
  /** The model is published but not part of this program: readable when the examiner supplies the file. */
  | 'with-model'
  /** A published fingerprint, not a mark: what is in the content can be computed, by other programs. */
  | 'fingerprint'
  /** The scheme is published in part; no reader is built in. */
  | 'published'
  /** Only the vendor can read it. */
  | 'vendor-only';

export interface SoftBindingAlgorithm {
  readonly algorithm: string;
  readonly type: 'watermark' | 'fingerprint';
  readonly vendor: string;
  readonly local: LocalReading;
}

/** Edition of the list this table was made from: c2pa-org/softbinding-algorithm-list, commit 68246ada. */
export const SOFT_BINDING_LIST_DATE = '2026-04-15';

/** Soft-binding algorithms registered with C2PA (list under CC BY 4.0), in the order of their numbers 1 … 32. */
export const softBindingAlgorithms: readonly SoftBindingAlgorithm[] = [
  entry('com.digimarc.validate.1', 'watermark', 'Digimarc', 'vendor-only'),
  entry('org.atsc.a336', 'watermark', 'ATSC (A/334, A/335, A/336)', 'published'),
  entry('io.iscc.v0', 'fingerprint', 'ISCC Foundation (ISO 24138)', 'fingerprint'),
  entry('com.adobe.trustmark.Q', 'watermark', 'Adobe', 'with-model'),
  entry('com.adobe.trustmark.C', 'watermark', 'Adobe', 'with-model'),
  entry('com.adobe.icn.dense', 'fingerprint', 'Adobe', 'fingerprint'),
  entry('ai.steg.api', 'watermark', 'Steg.AI', 'vendor-only'),
  entry('ai.trufo.gen1.image', 'watermark', 'Trufo', 'vendor-only'),
  entry('ai.trufo.gen1.image-lite', 'watermark', 'Trufo', 'vendor-only'),
  entry('app.overlai.watermark.1', 'watermark', 'Overlai', 'vendor-only'),
  entry('tv.kinetiq.watercast.48.1', 'watermark', 'Kinetiq (Teletrax)', 'vendor-only'),
  entry('castLabs.watermark.1', 'watermark', 'castLabs', 'vendor-only'),
  entry('com.adobe.trustmark.P', 'watermark', 'Adobe', 'with-model'),
  entry('com.imatag.lamark.v1', 'watermark', 'Imatag', 'vendor-only'),
  entry('com.nagra.nexguard.watermark.1', 'watermark', 'NAGRA NexGuard', 'vendor-only'),
  entry('com.mentaport.watermark.1', 'watermark', 'Mentaport', 'vendor-only'),
  entry('com.digicaps.fingerprint.1', 'fingerprint', 'DigiCAP', 'vendor-only'),
  entry('com.sonicorigin.watermark.1', 'watermark', 'SonicOrigin', 'vendor-only'),
  entry('com.microsoft.invismark.1', 'watermark', 'Microsoft (InvisMark)', 'with-model'),
  entry('com.microsoft.wavmark.1', 'watermark', 'Microsoft (WavMark)', 'published'),
  entry('ai.contentlens.image.basewmk', 'watermark', 'ContentLens', 'vendor-only'),
  entry('ai.contentlens.image.ensemblewmk', 'watermark', 'ContentLens', 'vendor-only'),
  entry('ai.contentlens.image.customwmk', 'watermark', 'ContentLens', 'vendor-only'),
  entry('ai.contentlens.audio.mono', 'watermark', 'ContentLens', 'vendor-only'),
  entry('ai.contentlens.audio.stereo', 'watermark', 'ContentLens', 'vendor-only'),
  entry('es.lumatrace', 'watermark', 'Lumatrace', 'published'),
  entry('com.markany.watermark.1', 'watermark', 'MarkAny', 'vendor-only'),
  entry('com.verimatrix.watermark.1', 'watermark', 'Verimatrix', 'vendor-only'),
  entry('com.writerslogic.zwc-watermark.1', 'watermark', 'WritersLogic', 'recognised'),
  entry('com.aiwatermark.videoseal.1', 'watermark', 'aiwatermark.com (Meta Video Seal)', 'with-model'),
  entry('com.aiwatermark.pixelseal.1', 'watermark', 'aiwatermark.com (Meta Pixel Seal)', 'with-model'),
  entry('com.aiwatermark.audioseal.1', 'watermark', 'aiwatermark.com (Meta AudioSeal)', 'published'),
];

function entry(
  algorithm: string,
  type: SoftBindingAlgorithm['type'],
  vendor: string,
  local: LocalReading,
): SoftBindingAlgorithm {
  return { algorithm, type, vendor, local };
}

/** The registered entry of a name, or this program's own; names are compared as they are (C2PA 2.2 §18.10). */
export function softBindingAlgorithm(name: string): SoftBindingAlgorithm | null {
  // Marks of this program are on no list; their names have the form of an entity's own.
  if (name.startsWith('org.assay.mark.'))
    return { algorithm: name, type: 'watermark', vendor: 'Assay', local: 'read-here' };
  return softBindingAlgorithms.find(({ algorithm }) => algorithm === name) ?? null;
}
