import { liveDisplay, type Bundle } from './display';
import { escapeHtml } from './html';
import { outputHtml } from './theme';

export interface Progress {
  /** Says how many of the steps are done, and, if you like, what to say beside the bar. */
  update(done: number, note?: string): void;
  /** Fills the bar and leaves the note. */
  done(note?: string): void;
}

/** The output of a progress bar at one moment. */
export function progressBundle(label: string, done: number, total: number, note = ''): Bundle {
  const share = total > 0 ? Math.max(0, Math.min(1, done / total)) : 1;
  const percent = Math.round(100 * share);
  const text = `${label}: ${done} of ${total}${note ? `, ${note}` : ''}`;
  return {
    'text/html': outputHtml(
      `<div role="progressbar" aria-label="${escapeHtml(label)}" aria-valuemin="0" aria-valuemax="${total}" aria-valuenow="${done}" ` +
        `style="height:12px;max-width:420px;border-radius:6px;overflow:hidden;background:rgba(128,128,128,.3)">` +
        `<div style="height:100%;width:${percent}%;background:#0072B2"></div></div>` +
        `<div>${escapeHtml(text)}</div>`,
    ),
    'text/plain': text,
  };
}

/**
 * A progress bar that moves where it stands, at most ten times a second.
 *
 * @param total how many steps there are
 */
export function progress(label: string, total: number): Progress {
  const live = liveDisplay(progressBundle(label, 0, total));
  let last = Date.now();
  return {
    update(done, note) {
      const now = Date.now();
      if (done < total && now - last < 100) return;
      last = now;
      live.update(progressBundle(label, done, total, note));
    },
    done(note) {
      live.update(progressBundle(label, total, total, note));
    },
  };
}
