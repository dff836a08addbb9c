import { posix } from 'node:path';

/** How many bytes of a file its signature lies in. */
export const SIGNATURE_BYTES = 32;

/** What must stand in a file: bytes in hexadecimal, `..` for any, from its beginning. */
const SIGNATURES: Readonly<Record<string, readonly string[]>> = {
  png: ['89504e470d0a1a0a'],
  gif: ['474946383761', '474946383961'],
  jpg: ['ffd8ff'],
  webp: ['52494646........57454250'],
  avif: ['........667479706176696', '........667479706d696631'],
  heic: ['........6674797068656963', '........6674797068656978', '........667479706d696631'],
  bmp: ['424d'],
  ico: ['00000100', '00000200'],
  tiff: ['49492a00', '4d4d002a'],
  woff: ['774f4646'],
  woff2: ['774f4632'],
  ttf: ['00010000', '74727565', '74746366'],
  otf: ['4f54544f', '00010000'],
  mp3: ['494433', 'fffb', 'fff3', 'fff2'],
  mp4: ['........66747970'],
  webm: ['1a45dfa3'],
  ogg: ['4f676753'],
  wav: ['52494646........57415645'],
  flac: ['664c6143'],
  pdf: ['255044462d'],
};

const SAME_AS: Readonly<Record<string, string>> = {
  jpeg: 'jpg',
  jpe: 'jpg',
  apng: 'png',
  cur: 'ico',
  tif: 'tiff',
  ttc: 'ttf',
  m4a: 'mp4',
  m4v: 'mp4',
  mov: 'mp4',
  mkv: 'webm',
  oga: 'ogg',
  ogv: 'ogg',
  opus: 'ogg',
  heif: 'heic',
};

/** Whether a file begins as its name says: as a picture, a font, sound, video or PDF does. */
export function beginsAsMedia(path: string, begins: Uint8Array): boolean {
  const signatures = signaturesOf(path);
  const hex = Buffer.from(begins.subarray(0, SIGNATURE_BYTES)).toString('hex');
  return signatures.some((signature) => isBeginning(signature, hex));
}

/** Whether a file is by its name a picture, a font, sound, video or PDF. */
export function isMediaName(path: string): boolean {
  return signaturesOf(path).length > 0;
}

function signaturesOf(path: string): readonly string[] {
  const extension = posix.extname(path).slice(1).toLowerCase();
  return SIGNATURES[SAME_AS[extension] ?? extension] ?? [];
}

function isBeginning(signature: string, hex: string): boolean {
  for (let at = 0; at < signature.length; at += 1) {
    if (signature[at] !== '.' && signature[at] !== hex[at]) return false;
  }
  return true;
}
