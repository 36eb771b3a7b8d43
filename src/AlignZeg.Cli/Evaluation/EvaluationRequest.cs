using AlignZeg.Datasets.GroundTruth;

namespace AlignZeg.Cli.Evaluation;

/// <summary>What <c>alignzeg evaluate</c> was asked for.</summary>
/// <param name="Predictions">Folder of label maps, or a COCO panoptic JSON.</param>
/// <param name="Truth">Folder of label maps, annotations of COCO, Label Studio or CVAT, or the folder of a published data set (<paramref name="Layout"/>).</param>
/// <param name="Classes">File with the classes; null for panoptic maps, whose JSON names them.</param> <param name="Split">File with seen and unseen classes, or null.</param>
/// <param name="Convention">What the ids of the true maps mean.</param> <param name="Json">One line of JSON instead of a table.</param>
/// <param name="Layout">What published data set the truth is, see <see cref="PublishedTruth.Kinds"/>; null if it is none.</param> <param name="Subset">Which part of it.</param>
internal sealed record EvaluationRequest(string Predictions, string Truth, string? Classes, string? Split, string Convention, bool Json,
    string? Layout = null, DatasetSubset Subset = DatasetSubset.Val);
