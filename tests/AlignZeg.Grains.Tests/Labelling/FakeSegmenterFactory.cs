using System.Collections.Concurrent;
using System.Globalization;
using AlignZeg.Grains.Devices;
using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.Tests.Labelling;

/// <summary>
/// Loads <see cref="FakeSegmenter"/>s and counts what they do, over all silos of a test. Labels follow from the pixels of the one image only.
/// </summary>
public sealed class FakeSegmenterFactory : ISegmenterFactory
{
    /// <summary>The hash of every bundle, unless its path says otherwise.</summary>
    public const string Hash = "feed";

    private int _classifiers;

    /// <summary>How often each image was computed, by its pixels.</summary>
    public ConcurrentDictionary<int, int> Computed { get; } = [];

    /// <summary>Number of classifiers that were built.</summary>
    public int Classifiers => Volatile.Read(ref _classifiers);

    /// <summary>Sizes of the batches that were asked for.</summary>
    public ConcurrentBag<int> Batches { get; } = [];

    /// <summary>Called on the device's thread before a batch; may wait or throw.</summary>
    public Action<IReadOnlyList<SegmenterInput>>? BeforeBatch { get; set; }

    /// <summary>Whether its models have features apart from the classes. Default: true.</summary>
    public bool HasFeatures { get; set; } = true;

    /// <summary>Called on the device's thread when a model is made ready, with its path.</summary>
    public Action<string>? BeforeWarmUp { get; set; }

    /// <summary>Paths of the models that were freed, in their order.</summary>
    public ConcurrentQueue<string> Disposed { get; } = [];

    /// <summary>Called on the device's thread before a classifier is built.</summary>
    public Action? BeforeClassifier { get; set; }

    /// <summary>Images that were computed more often than once.</summary>
    public int Recomputed => Computed.Values.Sum(times => times - 1);

    public ISegmenter Create(string path, string device) => path == "/broken" ? throw new InvalidDataException("The bundle has no weights.") : new FakeSegmenter(this, Thread.CurrentThread, path);

    /// <summary>The hash of a bundle: <see cref="Hash"/>, or the name of a path under <c>/sized/</c>.</summary>
    internal static string HashOf(string path) => path.StartsWith("/sized/", StringComparison.Ordinal) ? path : Hash;

    /// <summary>What a bundle takes: 100 bytes, or the number at the end of a path under <c>/sized/</c>.</summary>
    internal static long BytesOf(string path) => path.StartsWith("/sized/", StringComparison.Ordinal) ? long.Parse(path[(path.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture) : 100;

    internal void CountClassifier() => Interlocked.Increment(ref _classifiers);
}
