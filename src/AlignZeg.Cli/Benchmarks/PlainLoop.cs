using System.Collections.Concurrent;
using System.Diagnostics;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Labelling;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Grains.Vocabularies;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>
/// What a script would do: per image read, decode, resize, forward pass, label map, overlay, write. No grains, no leases, no log, no hashes, no flush to disk.
/// </summary>
internal sealed class PlainLoop : IDisposable
{
    private const int OverlayQuality = 85;
    private readonly LabelPlan _plan;
    private readonly List<ISegmenter> _segmenters;
    private readonly Classifier _classifier;
    private readonly ushort[] _ids; // by the classifier's label
    private readonly IReadOnlyList<Rgb> _colours;

    /// <summary>Loads a copy of the model per thread and embeds the classes, outside of what is measured.</summary>
    public PlainLoop(LabelPlan plan, int threads)
    {
        TorchDevices.Threads = 1;
        _plan = plan;
        _ids = Ids(plan, Background);
        _colours = ClassColours.Of(plan.Vocabulary);
        _segmenters = [.. Enumerable.Range(0, threads).Select(_ => ModelSource.Parse(plan.Model.Path).Load())];
        var texts = VocabularyTexts.Of(plan.Vocabulary);
        _classifier = _segmenters[0].BuildClassifier(new(texts.Classes, texts.Templates));
    }

    /// <summary>Labels all images with one thread per copy of the model.</summary>
    /// <returns>Images per second.</returns>
    public double Measure(string output, CancellationToken cancellationToken)
    {
        var images = new ConcurrentQueue<ImageEntry>(_plan.Images.Entries);
        int count = images.Count;
        long start = Stopwatch.GetTimestamp();
        var threads = _segmenters.ConvertAll(segmenter => new Thread(() => Drain(images, segmenter, output, cancellationToken)));
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        cancellationToken.ThrowIfCancellationRequested();
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose() => _segmenters.ForEach(segmenter => segmenter.Dispose());

    private void Drain(ConcurrentQueue<ImageEntry> images, ISegmenter segmenter, string output, CancellationToken cancellationToken)
    {
        var decoder = new ImageDecoder();
        while (!cancellationToken.IsCancellationRequested && images.TryDequeue(out var image)) Label(image, decoder, segmenter, output);
    }

    private void Label(ImageEntry entry, ImageDecoder decoder, ISegmenter segmenter, string output)
    {
        var image = decoder.Decode(File.ReadAllBytes(entry.Path), entry.Name);
        var size = segmenter.InputSizeFor(image.Width, image.Height);
        var result = segmenter.Segment([new(BicubicResize.Resize(image, size.Width, size.Height).Pixels, size, image.Width, image.Height)], _classifier)[0];
        var map = new LabelMap(Array.ConvertAll(result.Labels, label => _ids[label]), image.Width, image.Height);
        Write(output, "masks", entry.Stem + ".png", LabelMapPng.Encode(map, _colours));
        if (_plan.Request.Overlay) Write(output, "overlays", entry.Stem + ".jpg", ImageEncoder.EncodeJpeg(OverlayRenderer.Render(image, map, Background, _colours), OverlayQuality));
    }

    private ushort Background => (ushort?)_plan.Vocabulary.BackgroundId() ?? LabelMap.IgnoreFor(_plan.ClassNames.Count);

    private static ushort[] Ids(LabelPlan plan, ushort background)
    {
        var recognised = plan.Vocabulary.RecognisedIds();
        var ids = new ushort[ushort.MaxValue + 1];
        Array.Fill(ids, background);
        for (int i = 0; i < recognised.Count; i++) ids[i] = (ushort)recognised[i];
        return ids;
    }

    private static void Write(string output, string folder, string name, byte[] bytes)
    {
        var path = Path.Combine(output, folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
