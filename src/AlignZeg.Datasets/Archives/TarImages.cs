using System.Formats.Tar;
using System.Runtime.CompilerServices;

namespace AlignZeg.Datasets.Archives;

/// <summary>The images of a tar, in the order of the archive, as it comes.</summary>
internal sealed class TarImages
{
    private const int PieceBytes = 64 << 10;
    private readonly ArchiveLimits _limits;
    private readonly EntryNames _names;
    private readonly MeteredStream _archive;
    private string _at = "its beginning";
    private int _entries;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="archive">The tar, unpacked.</param> <param name="limits">When to refuse it.</param> <param name="names">Of this archive.</param>
    /// <param name="packed">What it is unpacked from; null = it is not packed.</param>
    public TarImages(Stream archive, ArchiveLimits limits, EntryNames names, MeteredStream? packed = null) =>
        (_limits, _names, _archive) = (limits, names, new(archive, count => limits.UnpackedOf(packed?.Count ?? count)));

    /// <summary>Goes through it once.</summary>
    public async IAsyncEnumerable<ArchiveEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var tar = new TarReader(_archive, leaveOpen: true);
        while (await WholeAsync(() => tar.GetNextEntryAsync(copyData: false, cancellationToken).AsTask()) is { } entry)
        {
            if (++_entries > _limits.MaxEntries) throw new ArchiveException($"The archive has more than {_limits.MaxEntries} entries; send its images in several archives.");
            if (await WholeAsync(() => TakeAsync(entry, cancellationToken)) is { } taken) yield return taken;
        }

        await EndAsync(cancellationToken);
    }

    private async Task<ArchiveEntry?> TakeAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        if (entry.EntryType is TarEntryType.Directory or TarEntryType.DirectoryList or TarEntryType.GlobalExtendedAttributes) return null;
        var name = _names.Take(entry.Name);
        if (name.IsHidden) return null;
        _at = $"'{name.Name}'";
        if ((KindFault(entry.EntryType) ?? name.Fault) is { } fault) return new(name.Name, null, fault);
        if (entry.DataStream is not { } content) return new(name.Name, null, SkipReasons.Empty);
        if (Sidecars.Limit(name.Name, _limits) is var most and > 0) return await Sidecars.ReadAsync(name.Name, entry.Length, content, most, cancellationToken);
        var (bytes, reason) = await ImageIntake.ReadAsync(content, _limits.MaxEntryBytes, cancellationToken);
        return new(name.Name, bytes, reason);
    }

    private static string? KindFault(TarEntryType type) => type switch
    {
        TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => null,
        TarEntryType.SymbolicLink or TarEntryType.HardLink => SkipReasons.Link,
        _ => SkipReasons.SpecialFile,
    };

    // That there is a block of zeros behind the last entry, without which nobody knows that it was the last, the library sees to. What follows is read so that the checksum of gzip is.
    private async Task EndAsync(CancellationToken cancellationToken)
    {
        var piece = new byte[PieceBytes];
        await WholeAsync(async () =>
        {
            while (await _archive.ReadAsync(piece, cancellationToken) > 0) cancellationToken.ThrowIfCancellationRequested();
            return piece;
        });
    }

    private async Task<T> WholeAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException or NotSupportedException or OutOfMemoryException)
        {
            throw Broken(exception);
        }
    }

    private ArchiveException Broken(Exception inner) => new($"The archive ends or is damaged at or behind {_at}; pack it again, or send it again.", inner);
}
