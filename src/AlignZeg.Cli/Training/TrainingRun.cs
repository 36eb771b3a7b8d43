using System.Text.Json;
using AlignZeg.Cli.Calibration;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Training;

/// <summary>A run of <c>alignzeg train</c>: find or draw the data, train, and, in the embedded world, pick the claim threshold on seen classes.</summary>
internal sealed class TrainingRun(TrainingRequest request, TimeProvider time)
{
    /// <summary>Seeds of scenes: training and calibration never share one with tests, which use others.</summary>
    private const long TrainingSeed = 1;

    private readonly TrainingFiles _files = new(request.Output);

    /// <summary>Trains; one thread of the CPU does not disturb what runs beside it, and all of them are used here.</summary>
    /// <exception cref="CommandException">Configuration or data are not whole, or the person stopped it.</exception>
    public int Run(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var configuration = request.Apply(TrainingConfiguration.Read(request.Config));
        Check(configuration);
        if (request.DryRun) return Describe(configuration);
        using var held = _files.Hold();
        string fingerprint = configuration.Fingerprint();
        if (IsFinished(fingerprint)) return ExitCode.Done;
        if (request.Overwrite) _files.Clear();
        var reports = new TrainingReports(_files, request.Json, request.Resume, time);
        if (!_files.IsTrained(fingerprint)) Train(configuration, reports, cancellationToken);
        var (threshold, seenIou) = configuration.Data.Kind == DataOptions.World ? Pick(configuration, reports, cancellationToken) : (configuration.Recipe.AlignZeg.ClaimThreshold, null);
        _files.Finish(fingerprint);
        Close(threshold, seenIou, time.GetElapsedTime(begun));
        return ExitCode.Done;
    }

    /// <exception cref="CommandException">The checkpoint to go on from is damaged or of another run, or the person stopped it.</exception>
    private void Train(TrainingConfiguration configuration, TrainingReports reports, CancellationToken cancellationToken)
    {
        CheckCheckpoint(configuration);
        foreach (string mark in (string[])[_files.Finished, _files.Trained]) File.Delete(mark);
        try
        {
            var trainer = new BundleTrainer(configuration.Recipe, DataOf(configuration, reports, cancellationToken), request.Device);
            trainer.Train(request.Output, configuration.Clip, reports, PolicyOf(configuration), cancellationToken);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested && reports.Last is { } last)
        {
            reports.Draw();
            throw CommandException.Interrupted($"Stopped after step {last.Step:N0} of {last.Steps:N0} ({last.Phase}); run the same command with --resume to go on.", exception);
        }
    }

    private static TrainingData DataOf(TrainingConfiguration configuration, TrainingReports reports, CancellationToken cancellationToken)
    {
        var (data, options) = (configuration.Data, configuration.Recipe.Segmentation);
        if (data.Kind == DataOptions.World)
        {
            reports.Stage("drawing scenes");
            return WorldTrainingData.Draw(World.Create(), TrainingSeed, data.Singles, data.Scenes, cancellationToken);
        }

        if (configuration.Clip is null) throw CommandException.BadInput($"Data of kind '{data.Kind}' has no captions to train a CLIP on; name one with --clip DIR or the key \"clip\".");
        var pictures = StoredPictures.Open(data, options.Batch, options.Seed);
        reports.Stage($"{Figures.Images(pictures.Count)}, {pictures.SeenNames.Count} seen classes");
        return TrainingData.Of(pictures);
    }

    private CheckpointPolicy PolicyOf(TrainingConfiguration configuration) =>
        new(_files.Checkpoint, configuration.Recipe.CheckpointEvery, request.Resume, configuration.Fingerprint()) { Trained = _files.Trained };

    /// <exception cref="CommandException">The checkpoint to go on from is damaged or of another run.</exception>
    private void CheckCheckpoint(TrainingConfiguration configuration)
    {
        try
        {
            PolicyOf(configuration).Check();
        }
        catch (CheckpointException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }

    /// <summary>What can be known before anything is drawn or read.</summary>
    /// <exception cref="CommandException">Something named is not there, or does not belong here.</exception>
    private void Check(TrainingConfiguration configuration)
    {
        try
        {
            TorchDevices.Check(request.Device);
        }
        catch (ModelBundleException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }

        if (File.Exists(request.Output)) throw CommandException.BadInput($"The output '{request.Output}' is a file; give a folder.");
        if (configuration.Clip is { } clip && !Path.Exists(clip))
            throw CommandException.BadInput($"There is no CLIP '{clip}'; name a model, a Hugging Face folder or an OpenAI checkpoint.");
        if (request.Data is not null && configuration.Data.Kind == DataOptions.World)
            throw CommandException.BadInput($"--data has no place here: '{request.Config}' draws its pictures. Name a configuration of a data set with --config.");
    }

    /// <summary>True if there is nothing to do: this very run is finished, and was asked to go on.</summary>
    /// <exception cref="CommandException">Another model or a stopped run lies there, and nobody said that it may be replaced.</exception>
    private bool IsFinished(string fingerprint)
    {
        if (request.Overwrite) return false;
        if (_files.HasStoppedRun && !request.Resume)
            throw CommandException.BadInput($"'{request.Output}' holds a run that was stopped; add --resume to go on, or --overwrite to start anew.");
        if (File.Exists(_files.Checkpoint) || _files.IsTrained(fingerprint)) return false;
        if (!File.Exists(_files.Finished) && !_files.HasModel) return false;
        if (!request.Resume || !_files.IsFinished(fingerprint))
            throw CommandException.BadInput($"'{request.Output}' holds another model already; choose another --output, or add --overwrite to replace it.");
        Console.Out.WriteLine(request.Json ? JsonSerializer.Serialize(new { Event = "summary", Output = Path.GetFullPath(request.Output), Finished = true }, ResultJson.Line) : "This run is finished already.");
        return true;
    }

    /// <exception cref="CommandException">The person stopped it.</exception>
    private (double Threshold, double? SeenIou) Pick(TrainingConfiguration configuration, TrainingReports reports, CancellationToken cancellationToken)
    {
        try
        {
            reports.Stage("picking the claim threshold on seen classes");
            return WorldClaim.Pick(request.Output, configuration.Data.CalibrationScenes, cancellationToken);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw CommandException.Interrupted("Stopped while the claim threshold was picked; run the same command with --resume to go on with it.", exception);
        }
    }

    private int Describe(TrainingConfiguration configuration)
    {
        var (data, recipe) = (configuration.Data, configuration.Recipe);
        var stored = data.Kind == DataOptions.World ? null : StoredPictures.Open(data, recipe.Segmentation.Batch, recipe.Segmentation.Seed);
        var (pictures, seen) = (stored?.Count ?? data.Scenes, stored?.SeenNames.Count ?? World.Create().NamesOf(seen: true).Count);
        Console.Out.WriteLine(request.Json
            ? JsonSerializer.Serialize(new { Event = "plan", recipe.Name, data.Kind, Pictures = pictures, Seen = seen, recipe.Segmentation.Steps, recipe.Segmentation.Batch, configuration.Clip }, ResultJson.Line)
            : $"{recipe.Name}: {recipe.Segmentation.Steps:N0} steps of {recipe.Segmentation.Batch} on {Figures.Images(pictures)} ({data.Kind}) with {seen} seen classes, CLIP {configuration.Clip ?? "trained here"}.");
        return ExitCode.Done;
    }

    private void Close(double threshold, double? seenIou, TimeSpan taken)
    {
        var output = Path.GetFullPath(request.Output);
        var scored = seenIou is null ? "" : $", mIoU of seen classes {seenIou:P1} on fresh scenes";
        int? stopped = BundleTrainer.ConfigOf(output).ClassificationSteps;
        Console.Out.WriteLine(request.Json
            ? JsonSerializer.Serialize(new { Event = "summary", Output = output, ClaimThreshold = threshold, MiouSeen = seenIou, ClassificationSteps = stopped, Seconds = taken.TotalSeconds }, ResultJson.Line)
            : $"The model is in {output} (claim threshold {threshold:F2}{scored}{(stopped is { } steps ? $", classification stopped after {steps:N0} steps" : "")}, {Figures.Duration(taken)}); its losses are in {_files.Plot}.");
    }
}
