namespace AlignZeg.Cli.Evaluation;

/// <summary>What <c>alignzeg evaluate</c> was asked for.</summary>
/// <param name="Predictions">Folder of label maps, or a COCO panoptic JSON.</param> <param name="Truth">The same of the truth.</param>
/// <param name="Classes">File with the classes; null for panoptic maps, whose JSON names them.</param> <param name="Split">File with seen and unseen classes, or null.</param>
/// <param name="Convention">What the ids of the true maps mean.</param> <param name="Json">One line of JSON instead of a table.</param>
internal sealed record EvaluationRequest(string Predictions, string Truth, string? Classes, string? Split, string Convention, bool Json);
