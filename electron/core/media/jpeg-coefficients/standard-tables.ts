/**
 * The typical tables of T.81 Annex K.3, as a DHT segment would define them. Frames of Motion JPEG leave them
 * out and mean these.
 */
export const standardTables: Uint8Array = Uint8Array.of(
  ...luminanceDc(),
  ...chrominanceDc(),
  ...luminanceAc(),
  ...chrominanceAc(),
);

function luminanceDc(): readonly number[] {
  return [0x00, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
}

function chrominanceDc(): readonly number[] {
  return [0x01, 0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
}

function luminanceAc(): readonly number[] {
  return [
    ...[0x10, 0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d],
    ...hexadecimal(
      '0102030004110512213141061351610722711432' +
        '8191a1082342b1c11552d1f02433627282090a16' +
        '1718191a25262728292a3435363738393a434445' +
        '464748494a535455565758595a63646566676869' +
        '6a737475767778797a838485868788898a929394' +
        '95969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6' +
        'b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8' +
        'd9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
    ),
  ];
}

function chrominanceAc(): readonly number[] {
  return [
    ...[0x11, 0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77],
    ...hexadecimal(
      '0001020311040521310612415107617113223281' +
        '08144291a1b1c109233352f0156272d10a162434' +
        'e125f11718191a262728292a35363738393a4344' +
        '45464748494a535455565758595a636465666768' +
        '696a737475767778797a82838485868788898a92' +
        '939495969798999aa2a3a4a5a6a7a8a9aab2b3b4' +
        'b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6' +
        'd7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa',
    ),
  ];
}

function hexadecimal(text: string): readonly number[] {
  return Array.from({ length: text.length / 2 }, (_, at) =>
    Number.parseInt(text.slice(at * 2, at * 2 + 2), 16),
  );
}
