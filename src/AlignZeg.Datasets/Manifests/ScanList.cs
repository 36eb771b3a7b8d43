using System.Buffers.Binary;
using System.Collections;
using System.Security.Cryptography;
using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Manifests;

/// <summary>What a scan found, by the places of the images: rows of one length in a file, which ends with it, or once nobody refers to it. Filled from any thread, read when it is full.</summary>
/// <param name="count">Images.</param>
internal sealed class ScanList(int count) : IReadOnlyList<ScannedImage>, IDisposable
{
    private const int Bytes = 0, Width = 8, Height = 12, Reason = 16, Repeats = 20, Hash = 24, Row = Hash + SHA256.HashSizeInBytes;
    private readonly Lock _gate = new();
    private readonly SpoolDisk _rows = new();
    private readonly List<string> _reasons = []; // few: they are codes

    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public ScannedImage this[int index] => Read(RowOf(index));

    /// <summary>Notes what was found of an image, once.</summary>
    /// <param name="index">Its place.</param> <param name="found">What was found.</param> <param name="hash">SHA-256 of its bytes, if it is readable.</param>
    /// <exception cref="SpoolException">The disk fails.</exception>
    public void Put(int index, ScannedImage found, ReadOnlySpan<byte> hash)
    {
        Span<byte> row = stackalloc byte[Row];
        BinaryPrimitives.WriteInt64LittleEndian(row[Bytes..], found.Bytes);
        BinaryPrimitives.WriteInt32LittleEndian(row[Width..], found.Size?.Width ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(row[Height..], found.Size?.Height ?? 0);
        hash.CopyTo(row[Hash..]);
        lock (_gate)
        {
            BinaryPrimitives.WriteInt32LittleEndian(row[Reason..], NumberOf(found.Reason));
            _rows.Write(index * (long)Row, row);
        }
    }

    /// <summary>When all were put: of several readable images with the same bytes, all but the first repeat it.</summary>
    /// <exception cref="SpoolException">The disk fails.</exception>
    public void MarkRepeats()
    {
        using var seen = new SpooledSet();
        for (int index = 0; index < count; index++)
        {
            byte[] row = RowOf(index);
            if (Read(row).Size is not null && !seen.Add(Convert.ToHexString(row.AsSpan(Hash)))) _rows.Write((index * (long)Row) + Repeats, [1]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    /// <inheritdoc/>
    public IEnumerator<ScannedImage> GetEnumerator() => Enumerable.Range(0, count).Select(index => this[index]).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private byte[] RowOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)count);
        var row = new byte[Row];
        _rows.Read(index * (long)Row, row);
        return row;
    }

    private ScannedImage Read(ReadOnlySpan<byte> row)
    {
        var (width, height, reason) = (BinaryPrimitives.ReadInt32LittleEndian(row[Width..]), BinaryPrimitives.ReadInt32LittleEndian(row[Height..]), BinaryPrimitives.ReadInt32LittleEndian(row[Reason..]));
        return new(BinaryPrimitives.ReadInt64LittleEndian(row[Bytes..]), width == 0 ? null : new(width, height), reason == 0 ? null : _reasons[reason - 1], row[Repeats] != 0);
    }

    // 0 = none.
    private int NumberOf(string? reason)
    {
        if (reason is null) return 0;
        if (!_reasons.Contains(reason)) _reasons.Add(reason);
        return _reasons.IndexOf(reason) + 1;
    }
}
