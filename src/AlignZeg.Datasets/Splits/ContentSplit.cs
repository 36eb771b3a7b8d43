using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AlignZeg.Datasets.Splits;

/// <summary>Deals images out to parts by their bytes: an image's part depends on its hash, the seed and the shares alone. The README states the rule.</summary>
public sealed class ContentSplit
{
    private readonly double[] _ends;
    private readonly long _seed;

    /// <summary>Takes the parts.</summary>
    /// <param name="parts">At least one, in the order of their ranges.</param>
    /// <param name="seed">Another seed is another split.</param>
    /// <exception cref="ArgumentException">No part, or a share that is not more than 0.</exception>
    public ContentSplit(IReadOnlyList<SplitPart> parts, long seed)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0 || !parts.All(part => part.Share > 0 && double.IsFinite(part.Share))) throw new ArgumentException("A split needs parts, each with a share above 0.", nameof(parts));
        var total = parts.Sum(part => part.Share);
        (Parts, _seed, _ends) = (parts, seed, new double[parts.Count]);
        var sum = 0.0;
        for (var i = 0; i < parts.Count; i++) _ends[i] = (sum += parts[i].Share) / total;
    }

    /// <summary>The parts.</summary>
    public IReadOnlyList<SplitPart> Parts { get; }

    /// <summary>The part of an image, as its position in <see cref="Parts"/>.</summary>
    /// <param name="sha256">Of its bytes, 32 of them.</param>
    public int PartOf(ReadOnlySpan<byte> sha256)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sha256.Length, SHA256.HashSizeInBytes);
        Span<byte> dealt = stackalloc byte[sizeof(long) + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64LittleEndian(dealt, _seed);
        sha256.CopyTo(dealt[sizeof(long)..]);
        var place = (BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(dealt)) >> 11) * (1.0 / (1L << 53));     // [0, 1), exact
        var part = 0;
        while (part < _ends.Length - 1 && place >= _ends[part]) part++;
        return part;
    }
}
