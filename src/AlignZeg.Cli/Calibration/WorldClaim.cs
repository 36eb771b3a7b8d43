using AlignZeg.Cli.Training;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Calibration;

/// <summary>Picks the claim threshold of a model of the embedded world, with whatever corrects its scores in force, on fresh scenes and the classes whose masks it was trained on.</summary>
internal static class WorldClaim
{
    /// <summary>Of the scenes; training uses 1.</summary>
    private const long Seed = 2;

    /// <summary>Picks it and writes it into the model.</summary>
    /// <param name="model">Folder of the bundle.</param> <param name="scenes">Number of scenes.</param> <param name="cancellationToken">Stops between scenes; the model keeps what it had.</param>
    /// <returns>The threshold, and mean IoU of those classes at it, 0..1.</returns>
    public static (double Threshold, double? SeenIou) Pick(string model, int scenes, CancellationToken cancellationToken)
    {
        var world = World.Create();
        using var segmenter = Segmenter.Load(model, claimThreshold: 0);
        var classifier = segmenter.BuildClassifier(WorldScores.RequestOf(world), cancellationToken);
        var scores = new WorldScores(world, classifier.Seen);
        scores.Add(segmenter.InputSizeFor, input => segmenter.Segment([input], classifier, cancellationToken)[0], scenes, Seed, cancellationToken);
        var (threshold, best) = scores.LowestForSeen();
        BundleTrainer.SetClaimThreshold(model, threshold);
        return (threshold, best.MeanIouSeen);
    }
}
