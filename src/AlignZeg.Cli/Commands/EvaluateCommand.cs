using System.CommandLine;
using AlignZeg.Cli.Evaluation;
using AlignZeg.Cli.Progress;
using AlignZeg.Datasets.GroundTruth;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg evaluate --predictions DIR --truth DIR --classes FILE</c>.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string> Predictions = new("--predictions", "-p") { Description = "Folder of predicted label maps (PNG), or a COCO panoptic JSON.", Required = true };

    private static readonly Option<string> Truth = new("--truth", "-t") { Description = "Folder of true label maps of the same names; annotations of COCO, Label Studio or CVAT; the folder of a data set (--layout); or a COCO panoptic JSON.", Required = true };

    private static readonly Option<string?> Classes = new("--classes", "--vocabulary", "-v") { Description = "classes.json of a job, a vocabulary file, or a file of configs/splits; needed for label maps." };

    private static readonly Option<string?> Split = new("--split") { Description = "JSON file with seen and unseen classes. Default: split.json beside truth or classes." };

    private static readonly Option<string?> Convention = new("--convention")
    {
        Description = $"What the ids of the true maps mean: {string.Join(", ", LabelConvention.Names)}. Default: {TruthIds.Plain}, or that of --layout.",
    };

    private static readonly Option<string?> Layout = new("--layout") { Description = $"The truth is the folder of a data set as published: {string.Join(", ", PublishedTruth.Kinds)}." };

    private static readonly Option<string> Subset = new("--subset") { Description = "With --layout: val or train.", DefaultValueFactory = _ => "val" };

    public static Command Create()
    {
        var command = new Command("evaluate", "Score label maps against ground truth.") { Predictions, Truth, Classes, Split, Convention, Layout, Subset, CommonOptions.Json };
        Layout.AcceptOnlyFromAmong([.. PublishedTruth.Kinds]);
        Subset.AcceptOnlyFromAmong("val", "train");
        command.SetAction((parsed, cancellationToken) => RunAsync(Read(parsed), cancellationToken));
        return command;
    }

    private static EvaluationRequest Read(ParseResult parsed)
    {
        var layout = parsed.GetValue(Layout);
        var convention = parsed.GetValue(Convention) ?? (layout is null ? TruthIds.Plain : PublishedTruth.ConventionOf(layout, TruthIds.Plain));
        return new(
            parsed.GetRequiredValue(Predictions), parsed.GetRequiredValue(Truth), parsed.GetValue(Classes), parsed.GetValue(Split), convention, parsed.GetValue(CommonOptions.Json),
            layout, parsed.GetValue(Subset) == "train" ? DatasetSubset.Train : DatasetSubset.Val);
    }

    private static Task<int> RunAsync(EvaluationRequest request, CancellationToken cancellationToken)
    {
        IProgressView view = request.Json ? new SilentView() : ProgressViews.For(json: false, TimeProvider.System); // JSON is one line, the result
        return PanopticRun.Is(request)
            ? new PanopticRun(request, view, TimeProvider.System).RunAsync(cancellationToken)
            : new EvaluationRun(request, view, TimeProvider.System).RunAsync(cancellationToken);
    }
}
