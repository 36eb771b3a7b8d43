import type { components } from "./openapi";

type Schemas = components["schemas"];

export type AmountView = Schemas["AmountView"];
export type CallerView = Schemas["CallerView"];
export type CalibrationView = Schemas["CalibrationView"];
export type ClassTotalsView = Schemas["ClassTotalsView"];
export type DashboardSession = Schemas["DashboardSession"];
export type DatasetVersion = Schemas["DatasetVersion"];
export type FailureList = Schemas["FailureList"];
export type ImageReview = Schemas["ImageReview"];
export type ImageReviewPage = Schemas["ImageReviewPage"];
export type JobRequestView = Schemas["JobRequestView"];
export type KeyView = Schemas["KeyView"];
export type ModelView = Schemas["ModelView"];
export type NamePage = Schemas["NamePage"];
export type RegisteredVersion = Schemas["RegisteredVersion"];
export type ResultRecord = Schemas["ResultRecord"];
export type ReviewPage = Schemas["ReviewPage"];
export type SegmentationView = Schemas["SegmentationView"];
export type UsageView = Schemas["UsageView"];
export type VersionSummary = Schemas["VocabularyVersionSummary"];

/** A job; its counts by reason are a dictionary, which the document's types do not say. */
export type JobView = Omit<Schemas["JobView"], "failures_by_reason"> & { readonly failures_by_reason: Readonly<Record<string, number>> };

/** A vocabulary in the form that a PUT takes; the document calls it any JSON. */
export interface Vocabulary {
  readonly name?: string;
  readonly classes: readonly VocabularyClass[];
  readonly templates?: readonly string[] | string;
  readonly threshold?: number;
  readonly margin?: number;
  readonly renames?: Readonly<Record<string, string>>;
  readonly truncate?: boolean;
}

/** A class of a vocabulary. */
export interface VocabularyClass {
  readonly name: string;
  readonly synonyms?: readonly string[];
  readonly color?: string;
  readonly background?: boolean;
  readonly threshold?: number;
  readonly margin?: number;
}

/** A version of a vocabulary. */
export type VocabularyView = Omit<Schemas["VocabularyView"], "vocabulary"> & { readonly vocabulary: Vocabulary };
