/** What a reviewer does with an image. */
export type ReviewAct = "accepted" | "rejected" | "corrected" | "undo" | "skip";

/** What of a key that was pressed counts. */
export interface Pressed {
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Where a reviewer is as a key is pressed. */
export interface ReviewMoment {
  /** Something else has the keys: a field, a dialog. */
  readonly isElsewhere: boolean;
  /** Something is being saved. */
  readonly busy: boolean;
  /** The image and its classes are there to be judged. */
  readonly canJudge: boolean;
  readonly fixes: number;
}

/** What a key does; null = nothing. Each press is one act: a key that is held would judge images that nobody has seen. */
export function actOf(pressed: Pressed, { isElsewhere, busy, canJudge, fixes }: ReviewMoment): ReviewAct | null {
  if (isElsewhere || busy || pressed.repeat || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  switch (pressed.key) {
    case "a": return canJudge && fixes === 0 ? "accepted" : null;
    case "r": return canJudge && fixes === 0 ? "rejected" : null;
    case "c": return canJudge && fixes > 0 ? "corrected" : null;
    case "z": return fixes > 0 ? "undo" : null;
    case "s": return "skip";
    default: return null;
  }
}
