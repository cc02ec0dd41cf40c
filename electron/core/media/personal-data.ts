import { type Localized, localized } from '#shared/domain/localized.ts';
import { type MetadataTag, valueText } from './metadata-tags.ts';

/**
 * Metadata that says something about a person. The list follows the field names of the standards and
 * makers; free text that nobody announced (a name in a caption) is not recognised, and the finding says so.
 */
export const personalDataKinds = [
  'location',
  'person',
  'face',
  'contact',
  'device',
  'account',
  'health',
] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

export const personalDataTitles: Readonly<Record<PersonalDataKind, Localized>> = {
  location: localized('where it was made', '拍摄或制作地点'),
  person: localized('names of people', '人员姓名'),
  face: localized('faces marked in the picture', '画面中标注的人脸'),
  contact: localized('addresses, telephone numbers, e-mail', '住址、电话、电子邮件'),
  device: localized('numbers that single out one device', '可识别单台设备的编号'),
  account: localized('accounts and home folders', '账号与个人文件夹'),
  health: localized('measurements of the body', '身体测量数据'),
};

interface Pattern {
  readonly kind: PersonalDataKind;
  /** Matches the tag's name; a group pattern narrows it. */
  readonly name: RegExp;
  readonly place?: RegExp;
}

/**
 * Field names, with where they are defined. Exif: CIPA DC-008 (GPS attribute information, CameraOwnerName,
 * BodySerialNumber, LensSerialNumber, ImageUniqueID, Artist). IPTC: IIM 4.2 and Photo Metadata 2023.1
 * (By-line, Contact, PersonInImage, Location). MWG 2.0 regions (faces). QuickTime/ISO 6709 location.
 */
const patterns: readonly Pattern[] = [
  {
    kind: 'location',
    name: /^GPS(?!VersionID|MapDatum|MeasureMode|DOP|Differential|Status|Satellites|ProcessingMethod$)/,
  },
  {
    kind: 'location',
    name: /^(Location|LocationInformation|LocationShown|LocationCreated|Coordinates|GeoTag|Geolocation)/,
  },
  {
    kind: 'location',
    name: /^(Sub-?location|City|State|Province-State|Country|Country-PrimaryLocationName|CountryCode|WorldRegion|LandmarkName|City2|State2|Country2|Town|Place(Name)?)$/,
  },
  {
    kind: 'location',
    name: /^(CameraLatitude|CameraLongitude|Latitude|Longitude|HomeLatitude|HomeLongitude|BaroAltitude)/,
  },
  {
    kind: 'face',
    name: /^(RegionInfo|RegionName|RegionPersonDisplayName|RegionInfoMP|Face\d*(Name|Position|Recognition|Region|Birthday|Category)|FacesRecognized|FaceRecognition|FaceName|RecognizedFace|FaceID|FaceDetectFrame)/,
  },
  {
    kind: 'health',
    name: /^(HeartRate|Birthday|BabyAge|PetAge|BirthDate|Face\d*Birthday|PatientAge|PatientWeight|PatientBirthDate)/,
  },
  { kind: 'person', name: /^(BabyName|PetName|PersonInImage|PersonInImageName|People|PatientName)/ },
  {
    kind: 'person',
    name: /^(Artist|Creator|By-line|Author|XPAuthor|CameraOwnerName|OwnerName|Owner|Writer-Editor|CaptionWriter|CopyrightOwnerName|ImageCreatorName|LastModifiedBy|LastSavedBy|ModifiedBy|Manager|Performer|Photographer|Credit|CopyrightNotice|Copyright|Rights|Licensor(Name)?|ImageSupplierName|Reviewer|Director|Producer|Composer)$/,
    place: /^(?!ICC|XMP-xmpMM)/,
  },
  {
    kind: 'contact',
    name: /(E-?mail|Telephone|Phone|Fax|ContactInfo|CreatorContactInfo|CreatorAddress|CreatorWorkEmail|CreatorWorkURL|PostalCode|StreetAddress|Contact)$/i,
  },
  {
    kind: 'device',
    name: /(Serial(Number|No)?|SerialNumber\d?|BodySerial.*|LensSerial.*|InternalSerial.*|DeviceID|DeviceUniqueID|UniqueDeviceID|MediaUniqueID|CameraSerial.*|DroneSerial.*|ImageUniqueID|ContentIdentifier|PhotoIdentifier|IMEI|MACAddress|WiFiMAC|DeviceSerialNo|HostSerial.*|BurstUUID|ImageCaptureRequestID)$/i,
  },
  { kind: 'device', name: /^(DeviceName|HostComputer|ComputerName|MachineName)$/ },
  {
    kind: 'account',
    name: /^(UserName|UserID|AccountName|AccountID|LoginName|UserProfile|AppleStoreAccount|PurchaseAccount|OriginalTransmissionReference|SpecialInstructions)$/,
  },
];

const electronicMail = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/u;
/** A home folder in a path names its owner. */
const homeFolder =
  /(?:[A-Za-z]:\\(?:Users|Documents and Settings)\\|\/(?:Users|home)\/)(?!Public|Shared|Default|All Users)[^\\/:;,"<>|]{1,60}[\\/]/;
/** Instagram and other networks put an account's transmission code here; other values are newsroom job codes. */
const networkCode = /^(FBMD|[A-Za-z0-9_-]{20,24}$)/;

/** What kind of personal data a tag holds, or null. */
export function personalDataKind(tag: MetadataTag): PersonalDataKind | null {
  if (tag.group === 'File' && tag.name !== 'Comment') return null;
  const text = tag.type === 'binary' ? '' : valueText(tag.raw);
  if (tag.type !== 'binary' && isEmpty(text)) return null;
  for (const { kind, name, place } of patterns) {
    if (!name.test(tag.name) || (place !== undefined && !place.test(tag.place))) continue;
    if (kind === 'account' && /Transmission|Instructions/.test(tag.name) && !networkCode.test(text)) continue;
    if (kind === 'person' && (tag.group === 'ICC_Profile' || isProgramName(tag))) continue;
    return kind;
  }
  const short = text.slice(0, 4_000);
  if (electronicMail.test(short)) return 'contact';
  return homeFolder.test(short) ? 'account' : null;
}

/** Zeros, blanks and "unknown": a field that was left open says nothing about anybody. */
function isEmpty(text: string): boolean {
  return !/[\p{L}1-9]/u.test(text) || /^(unknown|n\/a|none|undef|\(none\)|\(not set\))$/i.test(text.trim());
}

/** In documents "creator" and "producer" name the program that wrote the file. */
function isProgramName(tag: MetadataTag): boolean {
  return (
    /^(Creator|Producer)$/.test(tag.name) && /^(PDF|XMP-pdf|PostScript|FITS|Torrent|DjVu)/.test(tag.place)
  );
}
