using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Provenance;

/// <summary>Chooses the images that are labelled again: a random share of those with a label map, the same for the same seed. Memory for the chosen alone.</summary>
/// <param name="seed">Of the choice.</param> <param name="count">How many.</param>
internal sealed class VerifySample(long seed, int count)
{
    /// <summary>Fewer than this say little, however small the share.</summary>
    public const int Least = 8;

    private readonly PriorityQueue<ImageRecord, ulong> _chosen = new(Comparer<ulong>.Create((a, b) => b.CompareTo(a)));

    /// <summary>How many a share of a number is.</summary>
    public static int CountOf(double share, long labelled) => (int)Math.Min(labelled, Math.Max(Least, (long)Math.Ceiling(share * labelled)));

    /// <summary>Offers an image.</summary>
    public void Add(ImageRecord record)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{record.Index}\n{record.Name}"));
        _chosen.Enqueue(record, BinaryPrimitives.ReadUInt64BigEndian(hash));
        if (_chosen.Count > count) _chosen.Dequeue();
    }

    /// <summary>The chosen, in the order of the job.</summary>
    public IReadOnlyList<ImageRecord> Take() => [.. _chosen.UnorderedItems.Select(one => one.Element).OrderBy(record => record.Index)];
}
