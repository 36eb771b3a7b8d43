using System.CommandLine;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Planning;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Reports;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg label PATH… --vocabulary FILE --output DIR</c>.</summary>
internal static class LabelCommand
{
    private static readonly Argument<string[]> Paths = new("path")
    {
        Description = "Folders, files, patterns such as 'photos/**/*.jpg', .jsonl manifests ({\"image\": \"a.jpg\"} per line, or an address such as https://…/a.jpg), archives (zip, tar, tar.gz, shards of a WebDataset, 'shards-*.tar'), tables (.parquet), or a container of Azure Blob Storage or a prefix in it ('https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX/?SAS').",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Vocabulary = new("--vocabulary", "-v")
    {
        Description = "The classes: a text file with one per line ('car|automobile' for synonyms), or JSON.",
        Required = true,
    };

    private static readonly Option<string?> Output = new("--output", "-o") { Description = "Where results go; the same command again goes on with it." };

    private static readonly Option<string?> Truth = new("--truth") { Description = "Folder of true label maps (PNG of the image's name): adds scores." };

    private static readonly Option<string?> Split = new("--split") { Description = "JSON file with seen and unseen classes. Default: split.json beside truth or vocabulary, else what the model says." };

    private static readonly Option<string?> Model = new("--model", "-m") { Description = "Folder of a model bundle, or clip:DIR for a published CLIP alone, without training. Default: the small one that ships with alignzeg." };

    private static readonly Option<string> Numbers = new("--precision") { Description = "fp32, or bf16 where the processor or GPU multiplies it faster (see 'bench model').", DefaultValueFactory = _ => "fp32" };

    private static readonly Option<string?> Cluster = new("--cluster") { Description = "Configuration of a cluster ('alignzeg serve') to run on. Default: none, everything in this process." };

    private static readonly Option<double?> Threshold = new("--threshold") { Description = "Pixels whose best class scores less are ignored, 0 to 1; classes with a threshold of their own keep it. Default: the vocabulary's." };

    private static readonly Option<double?> Margin = new("--margin") { Description = "Pixels whose best class leads the second by less are ignored, 0 to 1; classes with a margin of their own keep it. Default: the vocabulary's." };

    private static readonly Option<bool> Confidence = new("--confidence") { Description = "Also write a confidence map (grey PNG) per image." };

    private static readonly Option<bool> NoOverlay = new("--no-overlay") { Description = "Write no overlay (JPEG) per image." };

    private static readonly Option<int?> Workers = new("--workers") { Description = "Device threads, each with a copy of the model. Results do not depend on it. Default: one per processor, at most 8." };

    private static readonly Option<int?> BatchImages = new("--batch-images") { Description = "Images of the largest batch. Results do not depend on it. Default: 4." };

    private static readonly Option<int?> MaxFailures = new("--max-failures") { Description = "Stop when more images than this have failed. Default: no limit." };

    private static readonly Option<int> Priority = new("--priority") { Description = "Among your own jobs on a cluster, higher goes first: -100 to 100. Default: 0." };

    private static readonly Option<string?> Until = new("--deadline") { Description = "Among your own jobs of the same priority, the earliest goes first: a time ('2026-03-01T18:00') or how long from now ('90m', '2h', '1d')." };

    private static readonly Option<bool> RetryFailed = new("--retry-failed") { Description = "Compute the images that failed in an earlier run again." };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say what the job would do and cost: images, duplicates, unreadable ones, an estimate of the time. Needs no --output and writes nothing there." };

    private static readonly Option<int> Probe = new("--probe") { Description = "With --dry-run: images that are labelled for the estimate; 0 = none.", DefaultValueFactory = _ => 32 };

    public static Command Create()
    {
        var command = new Command("label", "Label images: per image a label map, per job scores and a page to look at.")
        {
            Paths, Vocabulary, Output, Truth, Split, Model, Numbers, Cluster, Threshold, Margin, Confidence, NoOverlay, Workers, BatchImages,
            MaxFailures, Priority, Until, RetryFailed, DryRun, Probe, CommonOptions.Json,
        };
        TileOptions.AddTo(command);
        Numbers.AcceptOnlyFromAmong("fp32", "bf16");
        foreach (var option in new[] { Workers, BatchImages }) option.RequireBetween(1, 64);
        MaxFailures.RequireBetween(0, int.MaxValue);
        Priority.RequireBetween(JobTerms.LowestPriority, JobTerms.HighestPriority);
        Until.Validators.Add(result =>
        {
            foreach (var text in result.Tokens.Select(token => token.Value).Where(text => Deadline.Parse(text, TimeProvider.System.GetLocalNow()) is null))
                result.AddError($"--deadline is '{text}'; give a time such as 2026-03-01T18:00, or how long from now such as 90m, 2h or 1d.");
        });
        Probe.RequireBetween(0, 10_000);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Output) is null && !result.GetValue(DryRun)) result.AddError("Option '--output' is required.");
        });
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(DryRun)
            ? PreviewAsync(Read(parsed), parsed.GetValue(Probe), cancellationToken)
            : RunAsync(Read(parsed), cancellationToken));
        return command;
    }

    private static LabelRequest Read(ParseResult parsed) => new()
    {
        Inputs = parsed.GetRequiredValue(Paths),
        Vocabulary = parsed.GetRequiredValue(Vocabulary),
        Output = parsed.GetValue(Output) ?? "",
        Truth = parsed.GetValue(Truth),
        Split = parsed.GetValue(Split),
        Model = parsed.GetValue(Model),
        Precision = PrecisionNames.Parse(parsed.GetRequiredValue(Numbers))!.Value,
        Cluster = parsed.GetValue(Cluster),
        Threshold = parsed.GetValue(Threshold),
        Margin = parsed.GetValue(Margin),
        Tiling = TileOptions.Read(parsed),
        Confidence = parsed.GetValue(Confidence),
        Overlay = !parsed.GetValue(NoOverlay),
        Workers = parsed.GetValue(Workers),
        BatchImages = parsed.GetValue(BatchImages),
        MaxFailures = parsed.GetValue(MaxFailures),
        Priority = parsed.GetValue(Priority),
        Deadline = parsed.GetValue(Until) is { } text ? Deadline.Parse(text, TimeProvider.System.GetLocalNow()) : null,
        RetryFailed = parsed.GetValue(RetryFailed),
        Json = parsed.GetValue(CommonOptions.Json),
    };

    private static async Task<int> RunAsync(LabelRequest request, CancellationToken cancellationToken)
    {
        var view = ProgressViews.For(request.Json, TimeProvider.System);
        var output = new Lazy<OutputFolder>(() => OutputFolder.Open(request.Output)); // archives need it before the plan is whole; what is wrong otherwise leaves no folder
        try
        {
            var plan = await LabelPlan.MakeAsync(request, new(() => Path.Combine(output.Value.State, ImageFinder.Folder), view, TimeProvider.System), cancellationToken);
            var summary = await new LabelRun(plan, view, TimeProvider.System).RunAsync(output.Value, cancellationToken);
            return JobEnding.Show(summary, output.Value.Root, request.Json);
        }
        finally
        {
            if (output.IsValueCreated) output.Value.Dispose();
        }
    }

    /// <summary>The exit code says what that of the job would say: 3 if images would fail.</summary>
    private static async Task<int> PreviewAsync(LabelRequest request, int probe, CancellationToken cancellationToken)
    {
        var view = ProgressViews.For(request.Json, TimeProvider.System);
        using var scratch = new ScratchFolder("inputs");
        var plan = await LabelPlan.MakeAsync(request, new(() => scratch.Path, view, TimeProvider.System), cancellationToken);
        var preview = await new Planning.DryRun(plan, probe, view, TimeProvider.System).RunAsync(cancellationToken);
        if (request.Json) PreviewReport.WriteJson(preview);
        else PreviewReport.Write(preview);
        return preview.Unreadable > 0 ? ExitCode.DoneWithFailedItems : ExitCode.Done;
    }
}
