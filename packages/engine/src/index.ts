export { Fault, fault } from './base/faults.ts';
export type { FaultCode, FaultDetails } from './base/fault-details.ts';
export { languages, type Language } from './base/language.ts';
export { noticeCodes, type Notice, type NoticeCode } from './base/notice.ts';
export * from './base/invalid-parameter.ts';
export * from './base/options.ts';
export { gaussian, mixSeed, seededRandom, type Random } from './base/random.ts';
export {
  modelStages,
  phases,
  unwatched,
  type ModelProgress,
  type Phase,
  type Progress,
  type Watch,
} from './base/watch.ts';
export { speaker, speakers, type Catalogue, type Speaker, type Values } from './base/words.ts';
export { matrix, type Matrix } from './matrix/matrix.ts';
export { gatherTeam, type Threads } from './compute/gather.ts';
export { closeTeam, leadTeam, stopTeam, teamSeat, teamSignal, teamSize } from './compute/team.ts';
export { Stopped, type TeamSeat } from './compute/team-words.ts';
export { type Build, useBuild } from './compute/thread.ts';
export { principalAxes, type PrincipalAxes } from './matrix/pca.ts';
export { quantileSorted } from './features/column.ts';
export { buildSpace, transformTable, SMALL_SAMPLE } from './features/space.ts';
export type { CollinearPair, FeatureSpace } from './features/space.ts';
export type { ColumnReport, Transform } from './features/column-report.ts';
export type { CustomerTable } from './features/table.ts';
export { standardised, transformed } from './features/transform.ts';
export { crowd, marginals, type Marginal } from './samples/crowd.ts';
export { shop, shopFeatures } from './samples/shop.ts';
export { agglomerative } from './clustering/agglomerative.ts';
export { cutTree } from './clustering/cut-tree.ts';
export { dbscan } from './clustering/dbscan.ts';
export { gaussianMixture, posteriors, type GaussianMixtureOptions } from './clustering/gaussian-mixture.ts';
export { maxRowsForLinkage } from './clustering/hierarchy.ts';
export { assignNearest, kMeans, type KMeansOptions } from './clustering/k-means.ts';
export type { DbscanModel, GaussianMixtureModel, KMeansModel, MergeTree } from './clustering/models.ts';
export { foldedGroups, type TreeTop, treeTop } from './clustering/tree-top.ts';
export { adjustedRand, contingency, jaccardByCluster, type Contingency } from './evaluation/agreement.ts';
export { calinskiHarabasz } from './evaluation/calinski-harabasz.ts';
export { daviesBouldin } from './evaluation/davies-bouldin.ts';
export { elbow } from './evaluation/elbow.ts';
export {
  EXACT_SILHOUETTE_ROWS,
  silhouetteProfile,
  silhouettes,
  silhouetteSamples,
  type SilhouetteOptions,
} from './evaluation/silhouette.ts';
export type { SilhouetteScore } from './evaluation/silhouette-score.ts';
export { algorithms, refusals } from './selection/candidate.ts';
export type { Algorithm, Candidate, CandidateParams, Refusal } from './selection/candidate.ts';
export type { CandidateName, Selection } from './selection/choose.ts';
export { verdicts, type Structure, type Verdict } from './selection/structure.ts';
export { chooseAgain } from './segmentation/choose-again.ts';
export { confidences, type Confidences } from './segmentation/confidence.ts';
export { forgetCustomers } from './segmentation/forget.ts';
export { meaningOf, type Meaning } from './segmentation/meaning.ts';
export {
  compareRuns,
  compareThresholds,
  type Comparison,
  type Reason,
  type Recommendation,
  recommendations,
} from './segmentation/compare.ts';
export { type DriftLevel, type FeatureDrift, PSI_LARGE, PSI_SOME } from './segmentation/drift.ts';
export { keepIdentity } from './segmentation/keep-identity.ts';
export { matchSegments, SAME_FROM, sharedRows } from './segmentation/match.ts';
export type { SegmentMatch } from './segmentation/segment-match.ts';
export type { Migration } from './segmentation/migration.ts';
export { modelToSql, sqlDialects, type SqlDialect, type SqlOptions } from './segmentation/model-sql.ts';
export { rulesToSql, segmentsWithoutRule } from './segmentation/rules.ts';
export { ownAgreement, score, toModel, type Membership, type Scores, type SegmentModel } from './segmentation/score.ts';
export { besideBaseline, lookLater } from './segmentation/later.ts';
export type { LaterTime } from './segmentation/later.ts';
export type { Baseline, GroupLater, Later } from './segmentation/later-time.ts';
export { segment } from './segmentation/segment.ts';
export { fromStored, toStored, type StoredSegmentation } from './segmentation/stored.ts';
export type {
  FeatureSummary,
  RuleCondition,
  RuleSet,
  Segmentation,
  SegmentHistory,
  SegmentProfile,
  SegmentRule,
  Trust,
  ValueTiers,
} from './segmentation/segmentation.ts';
export { cutAgain, tierShares, type TierShares } from './segmentation/value.ts';
export { type ComparisonWords, explainComparison, type SegmentFate, segmentFates } from './personas/change.ts';
export type { PersonaKey, Play } from './personas/catalogue.ts';
export type { GivenNames, Persona } from './personas/describe.ts';
export { closeCall, explain, type Explanation } from './personas/explain.ts';
export { factsOf, type Fact, type SegmentFacts } from './personas/facts.ts';
export { letterOf } from './personas/naming.ts';
