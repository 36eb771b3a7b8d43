using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Datasets.GroundTruth;
using AlignZeg.Datasets.Images;
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
        var pairs = LabelMapPairs.Find(request.Predictions, request.Truth, cancellationToken);
        var matrix = await CountAsync(pairs, ids, classes.Names.Count, cancellationToken);
        new EvaluationReport(classes, matrix, pairs.Count, pairs.LeftOut).Write(request.Json);
        return ExitCode.Done;
    }

    private async Task<ConfusionMatrix> CountAsync(LabelMapPairs pairs, TruthIds ids, int classes, CancellationToken cancellationToken)
    {
        var (matrix, gate, started, done) = (new ConfusionMatrix(classes), new Lock(), time.GetTimestamp(), 0L);
        ProgressSnapshot Snapshot() => new(done, pairs.Count, 0, 0, time.GetElapsedTime(started));
        await Parallel.ForEachAsync(pairs.Walk(), cancellationToken, async (pair, token) =>
        {
            var one = await CompareAsync(pair.Prediction, pair.Truth, ids, classes, token);
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

    private static async Task<ConfusionMatrix> CompareAsync(string prediction, string truth, TruthIds ids, int classes, CancellationToken cancellationToken)
    {
        try
        {
            var matrix = new ConfusionMatrix(classes);
            matrix.Add(
                LabelMapPng.Decode(await File.ReadAllBytesAsync(prediction, cancellationToken), prediction),
                ids.Of(LabelMapPng.Decode(await File.ReadAllBytesAsync(truth, cancellationToken), truth)));
            return matrix;
        }
        catch (Exception exception) when (exception is TruthMismatchException or GroundTruthException)
        {
            throw CommandException.BadInput($"The truth '{truth}' does not fit its prediction: {exception.Message}", exception);
        }
        catch (ImageRefusedException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }
}
