using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Cli.Training;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Metrics;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>
/// A model on fresh scenes of the embedded world, beside training-free dense segmentation by its CLIP alone. The model uses its own claim threshold; the dense row gets
/// the threshold that is best for it on these very scenes, so that the comparison never flatters the model.
/// </summary>
internal sealed record QualityBenchmark(string Model, int Count, int Seed)
{
    /// <summary>Runs both and prints one JSON line.</summary>
    public int Run(CancellationToken cancellationToken)
    {
        TorchDevices.Threads = 1;
        var world = World.Create();
        var source = ModelSource.Parse(Model);
        using var segmenter = source.Load();
        using var dense = DenseClip.Load(source.Path);
        var classifier = segmenter.BuildClassifier(WorldScores.RequestOf(world), cancellationToken);
        var matrix = new ConfusionMatrix(world.Materials.Count + 1);
        var denseScores = new WorldScores(world);
        denseScores.Add(segmenter.InputSizeFor, input => dense.Segment(input, classifier), Count, Seed, cancellationToken);
        WorldScores.ForEach(world, segmenter.InputSizeFor, Count, Seed, (input, truth) => Add(matrix, segmenter.Segment([input], classifier, cancellationToken)[0], truth), cancellationToken);
        var (own, (_, other)) = (SegmentationScores.Of(matrix, WorldScores.SplitOf(world)), denseScores.Best());
        Console.Out.WriteLine(JsonSerializer.Serialize(new
        {
            Benchmark = "quality", Scenes = Count, Seed,
            own.MeanIouSeen, own.MeanIouUnseen, own.HarmonicIou, own.PixelAccuracy,
            DenseMeanIouSeen = other.MeanIouSeen, DenseMeanIouUnseen = other.MeanIouUnseen, DenseHarmonicIou = other.HarmonicIou,
            Ratio = other.HarmonicIou is > 0 ? own.HarmonicIou / other.HarmonicIou : null, // none where the dense row found nothing
        }, ResultJson.Line));
        return ExitCode.Done;
    }

    private static void Add(ConfusionMatrix matrix, SegmentedImage result, LabelMap truth) =>
        matrix.Add(Array.ConvertAll(result.Labels, label => label == SegmentedImage.Unclaimed ? (ushort)0 : (ushort)(label + 1)), truth.Ids);
}
