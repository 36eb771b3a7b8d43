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
/// Which figure of an image's scores ranks wrongly labelled images first: over fresh scenes of the embedded world, unseen classes among them, the rank correlation
/// (Spearman) of each candidate with 1 - mean IoU of the image.
/// </summary>
internal sealed record ReviewBenchmark(string Model, int Count, int Seed)
{
    private const int Weak = 128;
    private static readonly float[] Margins = [.1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, .9f];
    private readonly SortedDictionary<string, List<double>> _figures = [];
    private readonly List<double> _wrong = [];

    /// <summary>Runs all candidates and prints one JSON line.</summary>
    public int Run(CancellationToken cancellationToken)
    {
        TorchDevices.Threads = 1;
        var world = World.Create();
        using var segmenter = ModelSource.Parse(Model).Load();
        var classifier = segmenter.BuildClassifier(WorldScores.RequestOf(world), cancellationToken);
        WorldScores.ForEach(world, segmenter.InputSizeFor, Count, Seed, (input, truth) => Add(segmenter, classifier, input, truth, cancellationToken), cancellationToken);
        var ranks = _figures.ToDictionary(one => one.Key, one => Math.Round(RankCorrelation.Of(one.Value, _wrong), 3));
        Console.Out.WriteLine(JsonSerializer.Serialize(new { Benchmark = "review", Scenes = Count, Seed, RankCorrelation = ranks }, ResultJson.Line));
        return ExitCode.Done;
    }

    private void Add(ISegmenter segmenter, Classifier classifier, SegmenterInput input, LabelMap truth, CancellationToken cancellationToken)
    {
        var result = segmenter.Segment([input], classifier, cancellationToken)[0];
        var matrix = new ConfusionMatrix(classifier.Classes + 1);
        matrix.Add(Array.ConvertAll(result.Labels, label => label == SegmentedImage.Unclaimed ? (ushort)0 : (ushort)(label + 1)), truth.Ids);
        _wrong.Add(1 - SegmentationScores.Of(matrix).MeanIou ?? 0);
        Note("mean_doubt", 1 - result.Confidence.Average(value => value / 255.0));
        Note("weak_pixels", result.Confidence.Count(value => value < Weak) / (double)result.Confidence.Length);
        Note("mean_doubt_of_areas", LabelUncertainty.Of(result.Labels, result.Confidence));
        Note("worst_area", result.Labels.Zip(result.Confidence).GroupBy(pixel => pixel.First).Max(area => 1 - area.Average(pixel => pixel.Second / 255.0)));
        Note("mean_lack_of_margin", Margins.Average(margin => ShareWithin(margin)));

        double ShareWithin(float margin)
        {
            float[] all = [.. Enumerable.Repeat(margin, classifier.Classes)];
            var limited = classifier with { Abstention = new(new float[all.Length], all, 0, margin) };
            return segmenter.Segment([input], limited, cancellationToken)[0].Labels.Count(label => label == SegmentedImage.Abstained) / (double)result.Labels.Length;
        }
    }

    private void Note(string figure, double value)
    {
        if (!_figures.TryGetValue(figure, out var values)) _figures[figure] = values = [];
        values.Add(value);
    }
}
