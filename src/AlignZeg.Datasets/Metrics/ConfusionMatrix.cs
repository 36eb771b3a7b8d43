using System.Runtime.InteropServices;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Metrics;

/// <summary>
/// Counts, over any number of images, which true class was predicted as what. Pixels whose truth is ignore are dropped; a prediction that is no class is a
/// miss of its true class. Sparse, so that ten thousand classes cost no more than the pairs that occur; runs of equal pairs are counted at once. Not
/// thread-safe: one per worker, then <see cref="Merge"/>.
/// </summary>
public sealed class ConfusionMatrix
{
    private const ushort NoClass = ushort.MaxValue;
    private readonly Dictionary<uint, long> _pixels = [];

    /// <summary>An empty matrix.</summary>
    /// <param name="classes">Number of classes, 1..65535.</param>
    /// <param name="ignore">The truth id that is dropped; null = <see cref="LabelMap.IgnoreFor"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is out of range.</exception>
    public ConfusionMatrix(int classes, ushort? ignore = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, ushort.MaxValue);
        (Classes, Ignore) = (classes, ignore ?? LabelMap.IgnoreFor(classes));
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>The truth id that is dropped.</summary>
    public ushort Ignore { get; }

    /// <summary>The pairs that occurred, by true class, then by predicted class, misses without a class last.</summary>
    public IEnumerable<ConfusionCell> Cells => _pixels.OrderBy(pair => pair.Key).Select(
        pair => new ConfusionCell((int)(pair.Key >> 16), (ushort)pair.Key == NoClass ? null : (ushort)pair.Key, pair.Value));

    /// <summary>Adds one image.</summary>
    /// <exception cref="TruthMismatchException">The sizes differ, or the truth holds an id that is neither a class nor ignore; nothing was added.</exception>
    public void Add(LabelMap prediction, LabelMap truth)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(truth);
        if (prediction.Width != truth.Width || prediction.Height != truth.Height) throw SizesDiffer(new(prediction.Width, prediction.Height), new(truth.Width, truth.Height));
        Add(prediction.Ids, truth.Ids);
    }

    /// <summary>Adds one image, of which no more than a stripe of each map is in memory.</summary>
    /// <param name="prediction">Its map.</param> <param name="truth">The true one.</param> <param name="toClasses">From the ids of the truth to classes; null = they are.</param>
    /// <exception cref="TruthMismatchException">As above, but what comes before an unknown id was added.</exception>
    public void Add(LabelMapStripes prediction, LabelMapStripes truth, Func<LabelMap, LabelMap>? toClasses = null)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(truth);
        if (prediction.Size != truth.Size) throw SizesDiffer(prediction.Size, truth.Size);
        foreach (var (found, known) in prediction.Read().Zip(truth.Read())) Add(found.Ids, (toClasses is null ? known : toClasses(known)).Ids);
    }

    /// <summary>Adds pixels.</summary>
    /// <exception cref="TruthMismatchException">As above.</exception>
    public void Add(ReadOnlySpan<ushort> prediction, ReadOnlySpan<ushort> truth)
    {
        if (prediction.Length != truth.Length)
            throw new TruthMismatchException(
                TruthMismatchException.Size, $"The truth has {truth.Length} pixels and the prediction {prediction.Length}; they must be equal.");
        CheckIds(truth);
        for (int start = 0, end; start < truth.Length; start = end)
        {
            var (t, p) = (truth[start], prediction[start]);
            for (end = start + 1; end < truth.Length && truth[end] == t && prediction[end] == p;) end++;
            if (t != Ignore) Count(((uint)t << 16) | (p < Classes ? p : NoClass), end - start);
        }
    }

    /// <summary>Adds pixels of one pair.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The truth is no class.</exception>
    public void Add(ConfusionCell cell)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cell.Truth);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell.Truth, Classes);
        Count(((uint)cell.Truth << 16) | (cell.Predicted is { } predicted && predicted < Classes ? (uint)predicted : NoClass), cell.Pixels);
    }

    /// <summary>Adds what another matrix counted.</summary>
    /// <exception cref="ArgumentException">The other has another number of classes or ignores another id.</exception>
    public void Merge(ConfusionMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes || other.Ignore != Ignore)
            throw new ArgumentException($"A matrix of {other.Classes} classes does not add to one of {Classes}.", nameof(other));
        foreach (var (pair, pixels) in other._pixels) Count(pair, pixels);
    }

    private static TruthMismatchException SizesDiffer(ImageSize image, ImageSize truth) => new(
        TruthMismatchException.Size, $"The truth is {truth.Width}x{truth.Height} pixels and the image {image.Width}x{image.Height}; they must be equal after EXIF orientation.");

    private void Count(uint pair, long pixels) => CollectionsMarshal.GetValueRefOrAddDefault(_pixels, pair, out _) += pixels;

    private void CheckIds(ReadOnlySpan<ushort> truth)
    {
        foreach (var id in truth)
        {
            if (id >= Classes && id != Ignore)
                throw new TruthMismatchException(
                    TruthMismatchException.UnknownId,
                    $"The truth holds id {id}, which is neither a class (0..{Classes - 1}) nor ignore ({Ignore}); check which vocabulary it was made for.");
        }
    }
}
