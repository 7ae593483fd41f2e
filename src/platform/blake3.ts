/**
 * BLAKE3, the hash by which Comfy API v2 names bytes (github.com/BLAKE3-team/BLAKE3-specs). Node has no BLAKE3, and this
 * is all of it that naming needs: unkeyed, 32 bytes.
 */
interface Blake3 {
  update(bytes: Uint8Array): void;
  /** Lower-case hex. To be asked once. */
  digest(): string;
}

const blockLength = 64;
const chunkLength = 1024;
const chunkStart = 1;
const chunkEnd = 2;
const parent = 4;
const root = 8;

const initial = Uint32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
);
const permutation = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];

/** Message words of each of the seven rounds, by index. */
const schedule: readonly Uint8Array[] = (() => {
  const rounds = [Uint8Array.from({ length: 16 }, (_, index) => index)];
  for (let round = 1; round < 7; round += 1) {
    const last = rounds[round - 1] ?? new Uint8Array(16);
    rounds.push(Uint8Array.from(permutation, (from) => last[from] ?? 0));
  }
  return rounds;
})();

const state = new Int32Array(16);

/** One quarter of a round: four words of the state, stirred with two of the message. */
function mix(quarter: readonly [a: number, b: number, c: number, d: number], x: number, y: number): void {
  const [atA, atB, atC, atD] = quarter;
  let a = state[atA] ?? 0;
  let b = state[atB] ?? 0;
  let c = state[atC] ?? 0;
  let d = state[atD] ?? 0;
  a = (a + b + x) | 0;
  d ^= a;
  d = (d >>> 16) | (d << 16);
  c = (c + d) | 0;
  b ^= c;
  b = (b >>> 12) | (b << 20);
  a = (a + b + y) | 0;
  d ^= a;
  d = (d >>> 8) | (d << 24);
  c = (c + d) | 0;
  b ^= c;
  b = (b >>> 7) | (b << 25);
  state[atA] = a;
  state[atB] = b;
  state[atC] = c;
  state[atD] = d;
}

/** Columns, then diagonals, of the state. */
const quarters = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

interface Block {
  readonly words: Uint32Array;
  readonly counter: number;
  readonly length: number;
  readonly flags: number;
}

/** The first half of the compression's output, the next chaining value. */
function compress(chaining: Uint32Array, { words, counter, length, flags }: Block): Uint32Array {
  state.set(chaining);
  state.set(initial.subarray(0, 4), 8);
  state[12] = counter;
  state[13] = Math.floor(counter / 2 ** 32);
  state[14] = length;
  state[15] = flags;
  for (let round = 0; round < schedule.length; round += 1) {
    const order = schedule[round] ?? new Uint8Array(16);
    for (let index = 0; index < quarters.length; index += 1) {
      const x = words[order[2 * index] ?? 0] ?? 0;
      const y = words[order[2 * index + 1] ?? 0] ?? 0;
      mix(quarters[index] ?? quarters[0], x, y);
    }
  }
  const output = new Uint32Array(8);
  for (let index = 0; index < 8; index += 1) output[index] = (state[index] ?? 0) ^ (state[index + 8] ?? 0);
  return output;
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, blockLength);
  const words = new Uint32Array(16);
  for (let index = 0; index < 16; index += 1) words[index] = view.getUint32(index * 4, true);
  return words;
}

/** Two subtrees as the block of their parent. */
function parentOf(left: Uint32Array, right: Uint32Array, flags: number): Uint32Array {
  const words = new Uint32Array(16);
  words.set(left);
  words.set(right, 8);
  return compress(initial, { words, counter: 0, length: blockLength, flags: parent | flags });
}

function createBlake3(): Blake3 {
  /** Complete subtrees, largest first. */
  const subtrees: Uint32Array[] = [];
  let chunks = 0;
  let chaining: Uint32Array = initial;
  let blocks = 0;
  const block = new Uint8Array(blockLength);
  let filled = 0;

  /** A block is compressed only once it is known not to be the last one. */
  function pushBlock(): void {
    const first = blocks === 0 ? chunkStart : 0;
    const last = blocks === chunkLength / blockLength - 1 ? chunkEnd : 0;
    const words = wordsOf(block);
    chaining = compress(chaining, { words, counter: chunks, length: blockLength, flags: first | last });
    blocks += 1;
    filled = 0;
    if (last === 0) return;
    let subtree = chaining;
    chunks += 1;
    for (let total = chunks; total % 2 === 0; total /= 2)
      subtree = parentOf(subtrees.pop() ?? initial, subtree, 0);
    subtrees.push(subtree);
    chaining = initial;
    blocks = 0;
  }

  return {
    update(bytes) {
      for (let from = 0; from < bytes.length;) {
        if (filled === blockLength) pushBlock();
        const part = bytes.subarray(from, from + blockLength - filled);
        block.set(part, filled);
        filled += part.length;
        from += part.length;
      }
    },
    digest() {
      block.fill(0, filled);
      const flags = (blocks === 0 ? chunkStart : 0) | chunkEnd;
      const only = subtrees.length === 0 ? root : 0;
      const words = wordsOf(block);
      let output = compress(chaining, { words, counter: chunks, length: filled, flags: flags | only });
      for (let subtree = subtrees.pop(); subtree !== undefined; subtree = subtrees.pop())
        output = parentOf(subtree, output, subtrees.length === 0 ? root : 0);
      const bytes = Buffer.alloc(32);
      for (const [index, word] of output.entries()) bytes.writeUInt32LE(word, index * 4);
      return bytes.toString('hex');
    },
  };
}

/** Bytes that are hashed at a stretch, before others get their turn. */
const stretch = 256 * 1024;

/** `blake3:` and the hash, as Comfy API v2 writes it. */
export async function blake3(bytes: Uint8Array): Promise<string> {
  const hash = createBlake3();
  for (let from = 0; from < bytes.length; from += stretch) {
    hash.update(bytes.subarray(from, from + stretch));
    await nextTurn();
  }
  return `blake3:${hash.digest()}`;
}

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
