/** What the gathering process tells every section. */
export interface SectionOptions {
  /** The long benchmark. */
  readonly full: boolean;
  /** Where the other programs are installed; undefined when they could not be. */
  readonly peerFolder: string | undefined;
}

/** Reads them from this process's environment. */
export const options = (): SectionOptions => ({
  full: process.env['BENCH_FULL'] === '1',
  peerFolder: process.env['BENCH_PEERS'],
});
