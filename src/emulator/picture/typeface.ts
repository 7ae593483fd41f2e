import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A run of text as outlines. */
export interface TextOutline {
  /** SVG path data, baseline at y = 0, beginning at x = 0. */
  readonly path: string;
  readonly width: number;
}

/** Draws text without asking the system for fonts, so that it looks the same on every machine. */
export interface Typeface {
  has(character: string): boolean;
  width(character: string, size: number): number;
  outline(text: string, size: number): TextOutline;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly on: boolean;
}

type Contour = readonly Point[];

/** Flags of a simple glyph's points, and of a composite's parts (OpenType specification, table glyf). */
const flag = { on: 1, shortX: 2, shortY: 4, repeat: 8, sameX: 16, sameY: 32 } as const;
const part = { words: 1, offsets: 2, scale: 8, more: 32, scaleXY: 64, matrix: 128 } as const;

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, on: true });

/** One closed contour of quadratic curves as path data. */
function contourPath(contour: Contour, toX: (x: number) => number, toY: (y: number) => number): string {
  const at = (point: Point): string => `${toX(point.x).toFixed(1)} ${toY(point.y).toFixed(1)}`;
  const firstOn = contour.findIndex((point) => point.on);
  const [first, last] = [contour[0], contour.at(-1)];
  if (first === undefined || last === undefined) return '';
  const start = contour[firstOn] ?? middle(first, last);
  const rest = [...contour.slice(firstOn + 1), ...contour.slice(0, Math.max(firstOn, 0)), start];
  let path = `M${at(start)}`;
  let control: Point | undefined;
  for (const point of rest) {
    if (control === undefined) {
      if (point.on) path += `L${at(point)}`;
      else control = point;
    } else {
      path += `Q${at(control)} ${at(point.on ? point : middle(control, point))}`;
      control = point.on ? undefined : point;
    }
  }
  return control === undefined ? `${path}Z` : `${path}Q${at(control)} ${at(start)}Z`;
}

/** Opens a TrueType file: the tables head, hhea, hmtx, loca, glyf and a Unicode cmap of format 4. */
function openTypeface(bytes: Buffer): Typeface {
  const tables = new Map<string, number>();
  for (let index = 0; index < bytes.readUInt16BE(4); index += 1)
    tables.set(
      bytes.toString('latin1', 12 + index * 16, 16 + index * 16),
      bytes.readUInt32BE(20 + index * 16),
    );
  const table = (name: string): number => {
    const offset = tables.get(name);
    if (offset === undefined) throw new Error(`The font has no table ${name}`);
    return offset;
  };
  const [head, hhea, hmtx, loca, glyf, cmap] = [
    table('head'),
    table('hhea'),
    table('hmtx'),
    table('loca'),
    table('glyf'),
    table('cmap'),
  ];
  const unitsPerEm = bytes.readUInt16BE(head + 18);
  const longLoca = bytes.readInt16BE(head + 50) === 1;
  const metricCount = bytes.readUInt16BE(hhea + 34);
  const segments = findSegments(bytes, cmap);

  const glyphOf = (codePoint: number): number => {
    for (let index = 0; index < segments.count; index += 1) {
      const at = (row: number): number => segments.start + row * segments.count * 2 + index * 2;
      if (codePoint > bytes.readUInt16BE(at(0))) continue;
      // A pad of two bytes stands between the ends and the starts.
      const begin = bytes.readUInt16BE(at(1) + 2);
      if (codePoint < begin) return 0;
      const delta = bytes.readUInt16BE(at(2) + 2);
      const rangeAt = at(3) + 2;
      const range = bytes.readUInt16BE(rangeAt);
      if (range === 0) return (codePoint + delta) & 0xff_ff;
      const glyph = bytes.readUInt16BE(rangeAt + range + (codePoint - begin) * 2);
      return glyph === 0 ? 0 : (glyph + delta) & 0xff_ff;
    }
    return 0;
  };
  const advance = (glyph: number): number =>
    bytes.readUInt16BE(hmtx + Math.min(glyph, metricCount - 1) * 4) / unitsPerEm;
  const offsetOf = (glyph: number): number =>
    longLoca ? bytes.readUInt32BE(loca + glyph * 4) : bytes.readUInt16BE(loca + glyph * 2) * 2;

  function contours(glyph: number, depth = 0): Contour[] {
    const [start, end] = [offsetOf(glyph), offsetOf(glyph + 1)];
    if (start === end || depth > 4) return [];
    const count = bytes.readInt16BE(glyf + start);
    return count >= 0
      ? simpleContours(bytes, glyf + start + 10, count)
      : compositeContours(glyf + start + 10, depth);
  }

  function compositeContours(start: number, depth: number): Contour[] {
    const all: Contour[] = [];
    let at = start;
    let flags: number = part.more;
    while ((flags & part.more) !== 0) {
      flags = bytes.readUInt16BE(at);
      const child = bytes.readUInt16BE(at + 2);
      const words = (flags & part.words) !== 0;
      const [dx, dy] = words
        ? [bytes.readInt16BE(at + 4), bytes.readInt16BE(at + 6)]
        : [bytes.readInt8(at + 4), bytes.readInt8(at + 5)];
      at += words ? 8 : 6;
      // Accents are shifted, hardly ever scaled: scales are passed over.
      if ((flags & part.scale) !== 0) at += 2;
      else if ((flags & part.scaleXY) !== 0) at += 4;
      else if ((flags & part.matrix) !== 0) at += 8;
      const shift = (flags & part.offsets) !== 0 ? { x: dx, y: dy } : { x: 0, y: 0 };
      for (const contour of contours(child, depth + 1))
        all.push(contour.map((point) => ({ ...point, x: point.x + shift.x, y: point.y + shift.y })));
    }
    return all;
  }

  const glyphFor = (character: string): number => glyphOf(character.codePointAt(0) ?? 0);
  return {
    has: (character) => glyphFor(character) !== 0,
    width: (character, size) => advance(glyphFor(character)) * size,
    outline(text, size) {
      const scale = size / unitsPerEm;
      let x = 0;
      let path = '';
      for (const character of text) {
        const glyph = glyphFor(character);
        const left = x;
        for (const contour of contours(glyph))
          path += contourPath(
            contour,
            (value) => left + value * scale,
            (value) => -value * scale,
          );
        x += advance(glyph) * size;
      }
      return { path, width: x };
    },
  };
}

/** The rows of a cmap of format 4: where they start and how long each is. */
function findSegments(bytes: Buffer, cmap: number): { start: number; count: number } {
  for (let index = 0; index < bytes.readUInt16BE(cmap + 2); index += 1) {
    const at = cmap + bytes.readUInt32BE(cmap + 8 + index * 8);
    if (bytes.readUInt16BE(at) === 4) return { start: at + 14, count: bytes.readUInt16BE(at + 6) / 2 };
  }
  throw new Error('The font has no cmap of format 4');
}

function simpleContours(bytes: Buffer, start: number, count: number): Contour[] {
  const ends = Array.from({ length: count }, (_, index) => bytes.readUInt16BE(start + index * 2));
  const total = (ends.at(-1) ?? -1) + 1;
  let at = start + count * 2;
  at += 2 + bytes.readUInt16BE(at);
  const flags: number[] = [];
  while (flags.length < total) {
    const value = bytes.readUInt8(at);
    at += 1;
    flags.push(value);
    if ((value & flag.repeat) === 0) continue;
    for (let left = bytes.readUInt8(at); left > 0; left -= 1) flags.push(value);
    at += 1;
  }
  const coordinates = (short: number, same: number): number[] => {
    let value = 0;
    return flags.slice(0, total).map((bits) => {
      if ((bits & short) !== 0) {
        value += (bits & same) === 0 ? -bytes.readUInt8(at) : bytes.readUInt8(at);
        at += 1;
      } else if ((bits & same) === 0) {
        value += bytes.readInt16BE(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = coordinates(flag.shortX, flag.sameX);
  const ys = coordinates(flag.shortY, flag.sameY);
  const points = xs.map((x, index) => ({ x, y: ys[index] ?? 0, on: ((flags[index] ?? 0) & flag.on) !== 0 }));
  return ends.map((end, index) => points.slice(index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end + 1));
}

const require = createRequire(import.meta.url);
let nunito: Typeface | undefined;

/** Nunito Bold (SIL Open Font License), from its npm package. */
export function loadTypeface(): Typeface {
  nunito ??= openTypeface(
    readFileSync(require.resolve('@expo-google-fonts/nunito/700Bold/Nunito_700Bold.ttf')),
  );
  return nunito;
}
