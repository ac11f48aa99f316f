// Getting an engine's numbers in place takes some microseconds, whatever the size, so what is small
// is done sooner by the readable loops. Both limits lie where the times crossed, within a factor
// of 1.3, when operations of growing size were timed on either way.

/** Below so many multiplications a convolution or a dense layer is done by loops. */
export const smallWork = 2_000;

/** Below so many numbers all else is done by loops, before they are copied to the kernels' memory. */
export const smallCount = 700;
