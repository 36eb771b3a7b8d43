using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace AlignZeg.Datasets.Archives;

/// <summary>
/// Goes through the directory of a zip before the library reads it: that one keeps every entry in memory and believes no count, so that a file of nothing
/// but directory would fill the memory. It is given parts of the directory, one after the other, as if each were all. APPNOTE.TXT 6.3.10, § 4.3.12 to 4.3.16.
/// </summary>
internal sealed class ZipDirectory(Stream archive, int maxEntries)
{
    private const int EndBytes = 22, LongestComment = 65_535, LocatorBytes = 20, LargeEndBytes = 56, HeaderBytes = 46, PieceBytes = 64 << 10, PartEntries = 1000, PartBytes = 1 << 20;
    private const uint End = 0x06054b50, Locator = 0x07064b50, LargeEnd = 0x06064b50, Header = 0x02014b50;
    private static readonly ushort[] KnownMethods = [0, 8, 9]; // stored, deflate, deflate64
    private long _start;

    /// <summary>Finds the directory and counts.</summary>
    /// <exception cref="ArchiveException">There are too many entries.</exception>
    /// <exception cref="InvalidDataException">There is no directory where one should be, or not the one that is announced.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        (_start, long announced) = await FindAsync(cancellationToken);
        archive.Position = _start;
        var directory = new BufferedStream(archive, PieceBytes); // not disposed of: the archive is the caller's
        var (header, entries) = (new byte[HeaderBytes], 0);
        for (; await IsHeaderAsync(directory, header, cancellationToken); entries++)
        {
            if (entries == maxEntries) throw new ArchiveException($"The archive has more than {maxEntries} entries; send its images in several archives.");
            directory.Seek(RestOf(header), SeekOrigin.Current);
        }

        if (entries != announced) throw new InvalidDataException($"it has {entries} entries, and says that there are {announced}");
    }

    /// <summary>The archive as often as its directory has parts, each time with one of them: a thousand entries or a megabyte. Once it was checked.</summary>
    /// <exception cref="InvalidDataException">It ends within an entry.</exception>
    public async IAsyncEnumerable<ZipPart> PartsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (header, next) = (new byte[HeaderBytes], _start);
        for (bool isOver = false; !isOver;)
        {
            var (part, unknown, entries) = (new MemoryStream(), new HashSet<int>(), 0);
            archive.Position = next;
            var directory = new BufferedStream(archive, PieceBytes);
            for (; entries < PartEntries && part.Length < PartBytes; entries++)
            {
                isOver = !await IsHeaderAsync(directory, header, cancellationToken);
                if (isOver) break;
                if (!KnownMethods.Contains(BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(10)))) unknown.Add(entries);
                part.Write(header);
                part.Write(await ReadAsync(directory, RestOf(header), cancellationToken));
            }

            next += part.Length;
            part.Write(EndOf(entries, part.Length));
            if (entries > 0) yield return new(archive, _start, part.ToArray(), unknown);
        }
    }

    // Always the large form: one way.
    private byte[] EndOf(long entries, long length)
    {
        var bytes = new byte[LargeEndBytes + LocatorBytes + EndBytes];
        var large = bytes.AsSpan(0, LargeEndBytes);
        var locator = bytes.AsSpan(LargeEndBytes, LocatorBytes);
        var end = bytes.AsSpan(LargeEndBytes + LocatorBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(large, LargeEnd);
        BinaryPrimitives.WriteInt64LittleEndian(large[4..], LargeEndBytes - 12);
        large[12] = large[14] = 45; // version 4.5
        BinaryPrimitives.WriteInt64LittleEndian(large[24..], entries);
        BinaryPrimitives.WriteInt64LittleEndian(large[32..], entries);
        BinaryPrimitives.WriteInt64LittleEndian(large[40..], length);
        BinaryPrimitives.WriteInt64LittleEndian(large[48..], _start);
        BinaryPrimitives.WriteUInt32LittleEndian(locator, Locator);
        BinaryPrimitives.WriteInt64LittleEndian(locator[8..], _start + length);
        locator[16] = 1; // disk
        BinaryPrimitives.WriteUInt32LittleEndian(end, End);
        end[8..20].Fill(0xFF); // see the large one
        return bytes;
    }

    private static int RestOf(byte[] header) =>
        BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(32));

    private static async Task<bool> IsHeaderAsync(Stream directory, byte[] header, CancellationToken cancellationToken) =>
        await directory.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken) == HeaderBytes && BinaryPrimitives.ReadUInt32LittleEndian(header) == Header;

    private async Task<(long Start, long Entries)> FindAsync(CancellationToken cancellationToken)
    {
        long tailAt = Math.Max(0, archive.Length - EndBytes - LongestComment);
        var tail = await ReadAsync(tailAt, (int)(archive.Length - tailAt), cancellationToken);
        int at = LastEnd(tail);
        if (at < 0) throw new InvalidDataException("there is none; it may be cut short, or no zip");
        var end = tail.AsMemory(at);
        (long Start, long Entries) small = (BinaryPrimitives.ReadUInt32LittleEndian(end.Span[16..]), Whole(BinaryPrimitives.ReadUInt16LittleEndian(end.Span[8..]), BinaryPrimitives.ReadUInt16LittleEndian(end.Span[10..])));
        return MayBeLarge(end.Span, small.Start) && tailAt + at >= LocatorBytes ? await FindLargeAsync(tailAt + at - LocatorBytes, small, cancellationToken) : small;
    }

    private static long Whole(long here, long all) => here == all ? all : throw new InvalidDataException("it is in several files");

    // As the library decides: what it would read is what has to be gone through.
    private static bool MayBeLarge(ReadOnlySpan<byte> end, long start) =>
        start == uint.MaxValue || BinaryPrimitives.ReadUInt16LittleEndian(end[4..]) == ushort.MaxValue || BinaryPrimitives.ReadUInt16LittleEndian(end[10..]) == ushort.MaxValue;

    private async Task<(long Start, long Entries)> FindLargeAsync(long locatorAt, (long Start, long Entries) small, CancellationToken cancellationToken)
    {
        var locator = await ReadAsync(locatorAt, LocatorBytes, cancellationToken);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != Locator) return small;
        long endAt = BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8));
        if (endAt < 0 || endAt > archive.Length - LargeEndBytes) throw new InvalidDataException("its end is said to be outside of the file");
        var end = await ReadAsync(endAt, LargeEndBytes, cancellationToken);
        long start = BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(48));
        return BinaryPrimitives.ReadUInt32LittleEndian(end) == LargeEnd && start >= 0
            ? (start, Whole(BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(24)), BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(32)))) : throw new InvalidDataException("its end is not one");
    }

    private static int LastEnd(byte[] tail)
    {
        for (int at = tail.Length - EndBytes; at >= 0; at--)
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) == End) return at;
        return -1;
    }

    private Task<byte[]> ReadAsync(long at, int length, CancellationToken cancellationToken)
    {
        archive.Position = at;
        return ReadAsync(archive, length, cancellationToken);
    }

    private static async Task<byte[]> ReadAsync(Stream from, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await from.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
