using System.Buffers.Binary;

namespace AlignZeg.Datasets.Archives;

/// <summary>
/// Goes through the directory of a zip before the library reads it: that one keeps every entry in memory and believes no count, so that a file of nothing
/// but directory would fill the memory. APPNOTE.TXT 6.3.10, § 4.3.12 to 4.3.16.
/// </summary>
internal sealed class ZipDirectory(Stream archive, int maxEntries)
{
    private const int EndBytes = 22, LongestComment = 65_535, LocatorBytes = 20, LargeEndBytes = 56, HeaderBytes = 46, PieceBytes = 64 << 10;
    private const uint End = 0x06054b50, Locator = 0x07064b50, LargeEnd = 0x06064b50, Header = 0x02014b50;
    private static readonly ushort[] KnownMethods = [0, 8, 9]; // stored, deflate, deflate64

    /// <summary>Positions of the entries that are packed in ways that are not read.</summary>
    /// <exception cref="ArchiveException">There are too many entries.</exception>
    /// <exception cref="InvalidDataException">There is no directory where one should be.</exception>
    public async Task<IReadOnlySet<int>> CheckAsync(CancellationToken cancellationToken)
    {
        archive.Position = await StartAsync(cancellationToken);
        var directory = new BufferedStream(archive, PieceBytes); // not disposed of: the archive is the caller's
        var (unknown, header, entries) = (new HashSet<int>(), new byte[HeaderBytes], 0);
        for (; await IsHeaderAsync(directory, header, cancellationToken); entries++)
        {
            if (entries == maxEntries) throw new ArchiveException($"The archive has more than {maxEntries} entries; send its images in several archives.");
            if (!KnownMethods.Contains(BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(10)))) unknown.Add(entries);
            int rest = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(32));
            directory.Seek(rest, SeekOrigin.Current);
        }

        archive.Position = 0;
        return unknown;
    }

    private static async Task<bool> IsHeaderAsync(Stream directory, byte[] header, CancellationToken cancellationToken) =>
        await directory.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken) == HeaderBytes && BinaryPrimitives.ReadUInt32LittleEndian(header) == Header;

    private async Task<long> StartAsync(CancellationToken cancellationToken)
    {
        long tailAt = Math.Max(0, archive.Length - EndBytes - LongestComment);
        var tail = await ReadAsync(tailAt, (int)(archive.Length - tailAt), cancellationToken);
        int end = LastEnd(tail);
        if (end < 0) throw new InvalidDataException("there is none; it may be cut short, or no zip");
        uint start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        return MayBeLarge(tail.AsSpan(end), start) && tailAt + end >= LocatorBytes ? await LargeStartAsync(tailAt + end - LocatorBytes, start, cancellationToken) : start;
    }

    // As the library decides: what it would read is what has to be gone through.
    private static bool MayBeLarge(ReadOnlySpan<byte> end, uint start) =>
        start == uint.MaxValue || BinaryPrimitives.ReadUInt16LittleEndian(end[4..]) == ushort.MaxValue || BinaryPrimitives.ReadUInt16LittleEndian(end[10..]) == ushort.MaxValue;

    private async Task<long> LargeStartAsync(long locatorAt, uint small, CancellationToken cancellationToken)
    {
        var locator = await ReadAsync(locatorAt, LocatorBytes, cancellationToken);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != Locator) return small;
        long endAt = BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8));
        if (endAt < 0 || endAt > archive.Length - LargeEndBytes) throw new InvalidDataException("its end is said to be outside of the file");
        var end = await ReadAsync(endAt, LargeEndBytes, cancellationToken);
        long start = BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(48));
        return BinaryPrimitives.ReadUInt32LittleEndian(end) == LargeEnd && start >= 0 ? start : throw new InvalidDataException("its end is not one");
    }

    private static int LastEnd(byte[] tail)
    {
        for (int at = tail.Length - EndBytes; at >= 0; at--)
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) == End) return at;
        return -1;
    }

    private async Task<byte[]> ReadAsync(long at, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        archive.Position = at;
        await archive.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
