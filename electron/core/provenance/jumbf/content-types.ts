/**
 * Content types of JUMBF superboxes (C2PA 2.2 §11.1.4; ISO/IEC 19566-5 annex B): a four-character name
 * within one fixed UUID, but for embedded files.
 */
const named = (name: string): string =>
  `${Buffer.from(name, 'latin1').toString('hex')}00110010800000aa00389b71`;

export const contentTypes = {
  store: named('c2pa'),
  manifest: named('c2ma'),
  updateManifest: named('c2um'),
  compressedManifest: named('c2cm'),
  /** Deprecated: a standard manifest under its second name, and a manifest that only adds a time-stamp. */
  manifestSecondName: named('c2md'),
  timeStampManifest: named('c2tm'),
  assertions: named('c2as'),
  claim: named('c2cl'),
  signature: named('c2cs'),
  credentials: named('c2vc'),
  dataBoxes: named('c2db'),
  cbor: named('cbor'),
  json: named('json'),
  uuid: named('uuid'),
  embeddedFile: '40cb0c32bb8a489da70b2ad6f47f4369',
} as const;

/** Identifier of the box of type `uuid` that takes the place of a redacted assertion's content (C2PA 2.2 §6.8). */
export const redactionId = 'caa98eee9d4df80e86ad4dffca263973';
