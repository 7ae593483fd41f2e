/** Puts a comment segment into a JPEG, right behind its start. The text must stay below 65,533 bytes. */
export function addJpegComment(jpeg: Uint8Array, text: string): Buffer {
  const comment = Buffer.from(text, 'utf8');
  const head = Buffer.from([0xff, 0xfe, 0, 0]);
  head.writeUInt16BE(comment.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)]);
}

/** The first comment segment of a JPEG, if it stands before the picture data. */
export function readJpegComment(bytes: Uint8Array): string | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 4 || data.readUInt16BE(0) !== 0xff_d8) return undefined;
  let at = 2;
  while (at + 4 <= data.length && data[at] === 0xff) {
    const marker = data[at + 1];
    const length = data.readUInt16BE(at + 2);
    if (marker === 0xda) return undefined;
    if (marker === 0xfe) return data.toString('utf8', at + 4, Math.min(data.length, at + 2 + length));
    at += 2 + length;
  }
  return undefined;
}
