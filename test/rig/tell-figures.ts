/** Prints what a campaign did, in one line that a person finds in the output of the tests. */
export function tellFigures(campaign: string, figures: Readonly<Record<string, number>>): void {
  const told = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
  process.stdout.write(`\n${campaign}: ${told.join(', ')}\n`);
}
