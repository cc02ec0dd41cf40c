/** Names of the files in the folder of a list. */
export const listFiles = {
  record: 'list.json',
  /** The file as it was imported: everything else follows from it. */
  source: 'source.csv',
  pictures: 'pictures.codes',
  frames: 'frames.codes',
  md5: 'md5.digests',
  sha256: 'sha256.digests',
  entries: 'entries.jsonl',
} as const;
