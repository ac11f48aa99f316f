/**
 * Below so many multiplications the readable loops are done before an engine has its numbers in
 * place; about 8 µs on the machine it was measured on, whatever the size.
 */
export const smallWork = 1_000;
