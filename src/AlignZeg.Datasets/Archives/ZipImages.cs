using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Archives;

/// <summary>The images of a zip, in the order of its directory.</summary>
internal sealed class ZipImages(Stream archive, ArchiveLimits limits, EntryNames names)
{
    private long _unpacked;

    /// <summary>Goes through it once.</summary>
    public async IAsyncEnumerable<ArchiveEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var directory = new ZipDirectory(archive, limits.MaxEntries);
        await WholeAsync("its directory", async () =>
        {
            await directory.CheckAsync(cancellationToken);
            return true;
        });
        await using var parts = directory.PartsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await WholeAsync("its directory", () => parts.MoveNextAsync().AsTask()))
        {
            await foreach (var entry in ReadAsync(parts.Current, cancellationToken)) yield return entry;
        }
    }

    private async IAsyncEnumerable<ArchiveEntry> ReadAsync(ZipPart part, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var zip = await WholeAsync("its directory", () => ZipArchive.CreateAsync(part, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8, cancellationToken));
        var entries = await WholeAsync("its directory", () => Task.FromResult(zip.Entries));
        for (int i = 0; i < entries.Count; i++)
        {
            string given = entries[i].FullName;
            if (given.EndsWith('/') || given.EndsWith('\\')) continue;
            var name = names.Take(given);
            if (name.IsHidden) continue;
            if ((name.Fault ?? (part.IsUnknown(i) ? SkipReasons.UnknownPacking : null)) is { } fault) yield return new(name.Name, null, fault);
            else yield return await TakeAsync(entries[i], name.Name, cancellationToken);
        }
    }

    private Task<ArchiveEntry> TakeAsync(ZipArchiveEntry entry, string name, CancellationToken cancellationToken) => WholeAsync($"'{name}'", async () =>
    {
        if (entry.IsEncrypted) throw new ArchiveException($"The archive is encrypted ('{name}'); pack it without a password.");
        await using var packed = await entry.OpenAsync(cancellationToken);
        long before = _unpacked, most = limits.UnpackedOf(archive.Length);
        await using var content = new MeteredStream(packed, count => most - before);
        var read = await ReadAsync(entry, name, content, cancellationToken);
        _unpacked += content.Count;
        if ((read.Content ?? read.Sidecar) is { } bytes && PngChunks.Crc(bytes) != entry.Crc32) throw new InvalidDataException("its checksum is another");
        return read;
    });

    private async Task<ArchiveEntry> ReadAsync(ZipArchiveEntry entry, string name, Stream content, CancellationToken cancellationToken)
    {
        if (MetadataList.Is(name) && limits.MaxListBytes > 0) return await Sidecars.ReadAsync(name, entry.Length, content, limits.MaxListBytes, cancellationToken);
        var (bytes, reason) = await ImageIntake.ReadAsync(content, limits.MaxEntryBytes, cancellationToken);
        return new(name, bytes, reason);
    }

    private static async Task<T> WholeAsync<T>(string where, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new ArchiveException($"The archive is damaged at {where}: {exception.Message.TrimEnd('.')}; pack it again, or send it again.", exception);
        }
    }
}
