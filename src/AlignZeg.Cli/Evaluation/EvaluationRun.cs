using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.GroundTruth;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Imports;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Metrics;

namespace AlignZeg.Cli.Evaluation;

/// <summary>Scores a folder of label maps against a folder of true ones: several files at a time, each gone from memory when it is counted.</summary>
internal sealed class EvaluationRun(EvaluationRequest request, IProgressView view, TimeProvider time)
{
    /// <summary>Compares every true map with the prediction of its name.</summary>
    /// <exception cref="CommandException">A folder or file is missing, or a pair does not fit.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (request.Classes is null) throw CommandException.BadInput("Label maps need --classes: classes.json of a job, a vocabulary file, or a file of configs/splits.");
        var classes = await ClassList.ReadAsync(request.Classes, request.Split, request.Truth, cancellationToken);
        var ids = new TruthIds(request.Convention, classes.Names.Count);
        using var annotations = request.Layout is null && File.Exists(request.Truth) ? Open(classes.Names) : null;
        var pairs = annotations is null ? FindMaps(classes.Names, cancellationToken) : LabelMapPairs.Of(request.Predictions, annotations, request.Truth);
        var matrix = await CountAsync(pairs, ids, classes.Names.Count, cancellationToken);
        new EvaluationReport(classes, matrix, pairs.Count, pairs.LeftOut).Write(request.Json);
        return ExitCode.Done;
    }

    private ILabelImport Open(IReadOnlyList<string> classes)
    {
        try
        {
            return ImportFormats.Guess(request.Truth).Open(request.Truth, classes);
        }
        catch (ExportException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }

    private LabelMapPairs FindMaps(IReadOnlyList<string> classes, CancellationToken cancellationToken)
    {
        if (request.Layout is not { } kind) return LabelMapPairs.Find(request.Predictions, request.Truth, cancellationToken);
        try
        {
            return LabelMapPairs.Of(request.Predictions, PublishedTruth.Find(kind, request.Subset, request.Truth, classes), cancellationToken);
        }
        catch (GroundTruthException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }

    private async Task<ConfusionMatrix> CountAsync(LabelMapPairs pairs, TruthIds ids, int classes, CancellationToken cancellationToken)
    {
        var (matrix, gate, started, done) = (new ConfusionMatrix(classes), new Lock(), time.GetTimestamp(), 0L);
        ProgressSnapshot Snapshot() => new(done, pairs.Count, 0, 0, time.GetElapsedTime(started));
        await Parallel.ForEachAsync(pairs.Walk(), cancellationToken, async (pair, token) =>
        {
            var one = await CompareAsync(pair, ids, classes, token);
            lock (gate)
            {
                matrix.Merge(one);
                done++;
                view.Update(Snapshot());
            }
        });
        view.Finish(Snapshot());
        return matrix;
    }

    private static async Task<ConfusionMatrix> CompareAsync(LabelMapPair pair, TruthIds ids, int classes, CancellationToken cancellationToken)
    {
        try
        {
            var matrix = new ConfusionMatrix(classes);
            using var truth = pair.Made is { } made ? LabelMapStripes.Of(made()) : LabelMapStripes.Open(await File.ReadAllBytesAsync(pair.Truth, cancellationToken), pair.Truth);
            using var prediction = LabelMapStripes.Open(await File.ReadAllBytesAsync(pair.Prediction, cancellationToken), pair.Prediction);
            matrix.Add(prediction, truth, pair.Made is null ? ids.Of : null);
            return matrix;
        }
        catch (Exception exception) when (exception is TruthMismatchException or GroundTruthException)
        {
            throw CommandException.BadInput($"The truth '{pair.Truth}' does not fit its prediction: {exception.Message}", exception);
        }
        catch (FileNotFoundException exception)
        {
            throw CommandException.BadInput($"The truth '{pair.Truth}' has no prediction '{pair.Prediction}'; scores of a part would mislead.", exception);
        }
        catch (ImageRefusedException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }
}
