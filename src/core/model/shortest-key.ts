/**
 * Characters of the shortest key that a provider gives out. What is shorter, such as the "demo" of an emulator, is no
 * secret, and taking it out of texts would garble the words that happen to hold it.
 */
export const shortestKey = 8;
