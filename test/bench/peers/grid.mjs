/**
 * Fifteen pictures on one sheet, by one program in a process of its own:
 * `node grid.mjs PEER FOLDER SIDE FORMAT SHARP_PATH` prints wall time in ms and the largest resident memory in MB.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const [, , peer, folder, sideText, format, sharpPath] = process.argv;
const side = Number(sideText);
const columns = 5;
const files = Array.from({ length: 15 }, (_, at) => join(folder, `${at}.jpg`));
const target = join(folder, `${peer.replaceAll(/\W/g, '-')}.${format}`);
const [width, height] = [side * columns, side * 3];
const placeOf = (at) => ({ left: (at % columns) * side, top: Math.floor(at / columns) * side });

const encode = (image) =>
  format === 'png'
    ? image.png()
    : format === 'webp'
      ? image.webp({ quality: 90, effort: 2 })
      : image.jpeg({ quality: 92 });

const peers = {
  async 'sharp composite'() {
    const { default: sharp } = await import(sharpPath);
    const tiles = files.map((input, at) => ({ input, ...placeOf(at) }));
    await encode(
      sharp({
        create: { width, height, channels: 3, background: '#000' },
        limitInputPixels: false,
      }).composite(tiles),
    ).toFile(target);
  },
  async 'sharp join'() {
    const { default: sharp } = await import(sharpPath);
    await encode(sharp(files, { join: { across: columns }, limitInputPixels: false })).toFile(target);
  },
  async 'libvips command'() {
    const suffix = format === 'jpg' ? '[Q=92]' : format === 'webp' ? '[Q=90,effort=2]' : '';
    const { status, stderr, error } = spawnSync('vips', [
      'arrayjoin',
      files.map((file) => `${file}[access=sequential]`).join(' '),
      `${target}${suffix}`,
      '--across',
      String(columns),
    ]);
    if (status !== 0) throw new Error(error?.message ?? stderr.toString());
  },
  async 'ImageMagick montage'() {
    const { status, stderr, error } = spawnSync('montage', [
      ...files,
      '-tile',
      `${columns}x`,
      '-geometry',
      '+0+0',
      '-quality',
      '92',
      target,
    ]);
    if (status !== 0) throw new Error(error?.message ?? stderr.toString());
  },
  async '@napi-rs/canvas'() {
    const { createCanvas, loadImage } = await import('@napi-rs/canvas');
    const canvas = createCanvas(width, height);
    const context = canvas.getContext('2d');
    for (const [at, file] of files.entries()) {
      const { left, top } = placeOf(at);
      context.drawImage(await loadImage(file), left, top, side, side);
    }
    const kind = format === 'jpg' ? 'jpeg' : format;
    writeFileSync(target, await canvas.encode(kind, ...(kind === 'png' ? [] : [92])));
  },
  async jimp() {
    const { Jimp } = await import('jimp');
    const sheet = new Jimp({ width, height, color: 0x000000ff });
    for (const [at, file] of files.entries()) {
      const { left, top } = placeOf(at);
      sheet.composite(await Jimp.fromBuffer(readFileSync(file)), left, top);
    }
    await sheet.write(target);
  },
};

const start = performance.now();
await peers[peer]();
const ms = performance.now() - start;
// A program that was called counts with its own memory: Linux tells it for children that have ended.
const self = process.resourceUsage().maxRSS;
console.log(JSON.stringify({ ms, peakMb: self / 1024 }));
