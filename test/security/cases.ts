/** Cases of each property: a quick look in CI, a long one by `BATCHWORK_CASES`. */
export const cases = Number(process.env['BATCHWORK_CASES'] ?? 2_000);
