using System.Diagnostics;
using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Training;

/// <summary>What <c>alignzeg train</c> was asked for, and the run itself: draw scenes, train, pick the claim threshold on seen classes.</summary>
/// <param name="RecipeFile">JSON of a <see cref="TrainingRecipe"/>.</param> <param name="Output">Folder of the bundle.</param>
/// <param name="ClipFrom">A bundle whose CLIP is kept, or null.</param> <param name="Seed">Replaces the recipe's seeds.</param>
/// <param name="Singles">Pictures of one object.</param> <param name="Scenes">Pictures of several.</param> <param name="Json">Events for machines.</param>
internal sealed record TrainingRun(string RecipeFile, string Output, string? ClipFrom, int? Seed, int Singles, int Scenes, bool Json)
{
    /// <summary>Seeds of scenes: training and calibration never share one with tests, which use others.</summary>
    private const long TrainingSeed = 1, CalibrationSeed = 2;

    private const int CalibrationScenes = 80;

    private static readonly JsonSerializerOptions RecipeJson = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="CommandException">No such file, or not a recipe.</exception>
    public static TrainingRecipe ReadRecipe(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingRecipe>(File.ReadAllText(path), RecipeJson) ?? throw new JsonException("it is empty");
        }
        catch (JsonException exception)
        {
            throw CommandException.BadInput($"The recipe '{path}' cannot be read: {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            throw CommandException.BadInput($"There is no recipe '{path}'; configs/training/tiny.json is one.", exception);
        }
    }

    /// <summary>Trains; one thread of the CPU does not disturb what runs beside it, and all of them are used here.</summary>
    public int Run(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var recipe = ReadRecipe(RecipeFile);
        if (Seed is { } seed) recipe = recipe with { Clip = recipe.Clip with { Seed = seed }, Segmentation = recipe.Segmentation with { Seed = seed } };
        var world = World.Create();
        Say("drawing scenes");
        var data = WorldTrainingData.Draw(world, TrainingSeed, Singles, Scenes, cancellationToken);
        new BundleTrainer(recipe, data).Train(Output, ClipFrom, new Reports(this, clock), cancellationToken: cancellationToken);
        Say("picking the claim threshold on seen classes");
        var (threshold, seenIou) = Calibrate(world, cancellationToken);
        Console.Out.WriteLine(Json
            ? JsonSerializer.Serialize(new { Event = "summary", Output = Path.GetFullPath(Output), ClaimThreshold = threshold, MiouSeen = seenIou, Seconds = clock.Elapsed.TotalSeconds }, ResultJson.Line)
            : $"The model is in {Path.GetFullPath(Output)} (claim threshold {threshold:F2}, mIoU of seen classes {seenIou:P1} on {CalibrationScenes} scenes, {clock.Elapsed.TotalMinutes:F1} min).");
        return ExitCode.Done;
    }

    private (double Threshold, double? SeenIou) Calibrate(World world, CancellationToken cancellationToken)
    {
        using var segmenter = Segmenter.Load(Output, claimThreshold: 0);
        var classifier = segmenter.BuildClassifier(WorldScores.RequestOf(world), cancellationToken);
        var scores = new WorldScores(world, seenOnly: true);
        scores.Add(segmenter.InputSizeFor, input => segmenter.Segment([input], classifier, cancellationToken)[0], CalibrationScenes, CalibrationSeed, cancellationToken);
        var (threshold, best) = scores.LowestForSeen();
        BundleTrainer.SetClaimThreshold(Output, threshold);
        return (threshold, best.MeanIouSeen);
    }

    private void Say(string stage)
    {
        if (Json) Console.Out.WriteLine(JsonSerializer.Serialize(new { Event = "stage", Text = stage }, ResultJson.Line));
        else Console.Error.WriteLine(stage);
    }

    private sealed class Reports(TrainingRun run, Stopwatch clock) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            var (seconds, losses) = (clock.Elapsed.TotalSeconds, string.Join("  ", value.Losses.Select(l => $"{l.Key} {l.Value:F3}")));
            if (run.Json) Console.Out.WriteLine(JsonSerializer.Serialize(new { Event = "training", value.Phase, value.Step, value.Steps, value.Losses, Seconds = seconds }, ResultJson.Line));
            else Console.Error.WriteLine($"{value.Phase} {value.Step}/{value.Steps}  {losses}  {seconds:F0} s");
        }
    }
}
