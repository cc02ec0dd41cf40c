/** Tags whose value is the offset of another directory, and the name that directory is shown under. */
export const directoryTags = new Map<number, string>([
  [330, 'SubIFD'],
  [34665, 'Exif IFD'],
  [34853, 'GPS IFD'],
  [40965, 'Interoperability IFD'],
  [400, 'GlobalParametersIFD'],
]);

/** `number name` lists from TIFF 6.0, TIFF/EP, Exif 3.0 and DNG 1.7. */
const main = `254 NewSubfileType|255 SubfileType|256 ImageWidth|257 ImageLength|258 BitsPerSample|259 Compression|262 PhotometricInterpretation|266 FillOrder|269 DocumentName|270 ImageDescription|271 Make|272 Model|273 StripOffsets|274 Orientation|277 SamplesPerPixel|278 RowsPerStrip|279 StripByteCounts|282 XResolution|283 YResolution|284 PlanarConfiguration|285 PageName|290 GrayResponseUnit|296 ResolutionUnit|297 PageNumber|301 TransferFunction|305 Software|306 DateTime|315 Artist|316 HostComputer|317 Predictor|318 WhitePoint|319 PrimaryChromaticities|320 ColorMap|322 TileWidth|323 TileLength|324 TileOffsets|325 TileByteCounts|330 SubIFDs|332 InkSet|338 ExtraSamples|339 SampleFormat|347 JPEGTables|512 JPEGProc|513 JPEGInterchangeFormat|514 JPEGInterchangeFormatLength|529 YCbCrCoefficients|530 YCbCrSubSampling|531 YCbCrPositioning|532 ReferenceBlackWhite|700 XMP|18246 Rating|33421 CFARepeatPatternDim|33422 CFAPattern|33432 Copyright|33434 ExposureTime|33437 FNumber|33550 ModelPixelScale|33723 IPTC-NAA|33922 ModelTiepoint|34377 Photoshop|34665 ExifIFD|34675 ICCProfile|34735 GeoKeyDirectory|34850 ExposureProgram|34853 GPSInfo|34855 PhotographicSensitivity|34864 SensitivityType|36864 ExifVersion|36867 DateTimeOriginal|36868 DateTimeDigitized|36880 OffsetTime|36881 OffsetTimeOriginal|36882 OffsetTimeDigitized|37121 ComponentsConfiguration|37122 CompressedBitsPerPixel|37377 ShutterSpeedValue|37378 ApertureValue|37379 BrightnessValue|37380 ExposureBiasValue|37381 MaxApertureValue|37382 SubjectDistance|37383 MeteringMode|37384 LightSource|37385 Flash|37386 FocalLength|37396 SubjectArea|37500 MakerNote|37510 UserComment|37520 SubSecTime|37521 SubSecTimeOriginal|37522 SubSecTimeDigitized|37724 ImageSourceData|40091 XPTitle|40092 XPComment|40093 XPAuthor|40094 XPKeywords|40095 XPSubject|40960 FlashpixVersion|40961 ColorSpace|40962 PixelXDimension|40963 PixelYDimension|40965 InteroperabilityIFD|41486 FocalPlaneXResolution|41487 FocalPlaneYResolution|41488 FocalPlaneResolutionUnit|41495 SensingMethod|41728 FileSource|41729 SceneType|41730 CFAPattern|41985 CustomRendered|41986 ExposureMode|41987 WhiteBalance|41988 DigitalZoomRatio|41989 FocalLengthIn35mmFilm|41990 SceneCaptureType|41991 GainControl|41992 Contrast|41993 Saturation|41994 Sharpness|41996 SubjectDistanceRange|42016 ImageUniqueID|42032 CameraOwnerName|42033 BodySerialNumber|42034 LensSpecification|42035 LensMake|42036 LensModel|42037 LensSerialNumber|42080 CompositeImage|45056 MPFVersion|45057 NumberOfImages|45058 MPEntry|45059 ImageUIDList|45060 TotalFrames|50341 PrintImageMatching|50706 DNGVersion|50707 DNGBackwardVersion|50708 UniqueCameraModel|50717 WhiteLevel|50721 ColorMatrix1|50722 ColorMatrix2|50728 AsShotNeutral|50735 CameraSerialNumber|50740 DNGPrivateData|50781 RawDataUniqueID|50827 OriginalRawFileName|50828 OriginalRawFileData|50966 PreviewApplicationName|50971 PreviewDateTime|51009 OpcodeList2|51022 OpcodeList3|52545 JUMBF|59932 Padding|59933 OffsetSchema`;
const gps = `0 GPSVersionID|1 GPSLatitudeRef|2 GPSLatitude|3 GPSLongitudeRef|4 GPSLongitude|5 GPSAltitudeRef|6 GPSAltitude|7 GPSTimeStamp|8 GPSSatellites|9 GPSStatus|10 GPSMeasureMode|11 GPSDOP|12 GPSSpeedRef|13 GPSSpeed|14 GPSTrackRef|15 GPSTrack|16 GPSImgDirectionRef|17 GPSImgDirection|18 GPSMapDatum|19 GPSDestLatitudeRef|20 GPSDestLatitude|21 GPSDestLongitudeRef|22 GPSDestLongitude|23 GPSDestBearingRef|24 GPSDestBearing|25 GPSDestDistanceRef|26 GPSDestDistance|27 GPSProcessingMethod|28 GPSAreaInformation|29 GPSDateStamp|30 GPSDifferential|31 GPSHPositioningError`;
const interoperability = '1 InteroperabilityIndex|2 InteroperabilityVersion';

function table(list: string): ReadonlyMap<number, string> {
  return new Map(
    list.split('|').map((line) => {
      const [number, name] = line.split(' ');
      return [Number(number), name!] as const;
    }),
  );
}
const mainNames = table(main);
const gpsNames = table(gps);
const interoperabilityNames = table(interoperability);

/** Name of a tag in the directory called `directory`; unknown tags by number. */
export function tagName(directory: string, tag: number): string {
  const names = directory.startsWith('GPS')
    ? gpsNames
    : directory.startsWith('Inter')
      ? interoperabilityNames
      : mainNames;
  return names.get(tag) ?? `tag ${tag}`;
}
