using System.Collections.Concurrent;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Grains.Telemetry;
using AlignZeg.Model.Inference;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Workers;

/// <summary>The classifiers that this silo uses, by content. Holds the last 32: at 10,000 classes of 768 numbers, 1 GB.</summary>
internal sealed class ClassifierCache(IBlobStore blobs, LabellingMeter meter)
{
    private const int Capacity = 32;
    private readonly ConcurrentDictionary<string, Classifier> _byHash = [];
    private readonly ConcurrentQueue<string> _order = [];

    /// <summary>The classifier of a reference; the same object for the same content, so that a segmenter may keep what it makes of it.</summary>
    public async Task<Classifier> GetAsync(BlobRef reference, CancellationToken cancellationToken)
    {
        bool hit = _byHash.TryGetValue(reference.Sha256, out var known);
        meter.LookedUp("classifiers", hit);
        if (hit) return known!;
        var read = Classifier.FromBytes(await blobs.ReadContentAsync(reference, cancellationToken));
        var kept = _byHash.GetOrAdd(reference.Sha256, read);
        if (ReferenceEquals(kept, read)) _order.Enqueue(reference.Sha256);
        while (_order.Count > Capacity && _order.TryDequeue(out string? oldest)) _byHash.TryRemove(oldest, out _);
        return kept;
    }
}
