/**
 * Below so many multiplications the readable loops are done before an engine has its numbers in
 * place; `npm run bench` measures where that is.
 */
export const smallWork = 20_000;
