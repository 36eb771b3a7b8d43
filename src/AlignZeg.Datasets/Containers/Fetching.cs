using System.Collections.Concurrent;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Downloads;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Containers;

/// <summary>Fetches the images of a manifest that names addresses, and lists them as files. What the manifest says besides is kept, the addresses are not.</summary>
/// <param name="manifest">Its path, absolute.</param> <param name="folder">Where to list.</param> <param name="download">Fetches.</param> <param name="tell">Told after each image.</param>
internal sealed class Fetching(string manifest, UnpackedFolder folder, ImageDownload download, Action tell)
{
    private readonly FetchedFiles _files = new(folder.Root);
    private readonly ConcurrentDictionary<UInt128, bool> _begun = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Fetches what is not there, a few at a time, then lists all in the order of the manifest, which is read twice.</summary>
    /// <exception cref="InputException">A line of the manifest is broken.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = download.Limits.AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Addresses(), options, FetchAsync);
        foreach (var line in ManifestReader.Lines(manifest)) List(line);
    }

    // Ids are taken before names are made.
    private IEnumerable<Uri> Addresses()
    {
        foreach (var line in ManifestReader.Lines(manifest))
        {
            if (line.Id is { } id) _names.Add(SafeName.Of(id));
            if (ImageAddress.Parse(line.Image) is { } address) yield return address;
        }
    }

    private async ValueTask FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        var image = ImageAddress.KeyOf(address);
        if (_files.Has(image) || !_begun.TryAdd(image, true)) return;
        var (content, reason) = await download.ReadAsync(address, cancellationToken);
        if (content is not null) await _files.StoreAsync(image, content, cancellationToken);
        else _files.Refuse(image, reason!);
        tell();
    }

    private void List(ManifestLine line)
    {
        if (!ImageAddress.Is(line.Image)) List(line, line.Path, ManifestReader.NameOf(line));
        else if (ImageAddress.Parse(line.Image) is not { } address) folder.Skip(line.Id ?? $"line {line.Number}", SkipReasons.BadAddress);
        else if (ImageAddress.KeyOf(address) is var image && _files.FileOf(image) is { } file) List(line, file, ImageAddress.NameOf(address));
        else folder.Skip(line.Id ?? ImageAddress.NameOf(address), _files.ReasonOf(image) ?? SkipReasons.NotFound);
    }

    private void List(ManifestLine line, string file, string name) =>
        folder.List(new(line.Id ?? UniqueNames.TakeFor(name, _names.Add), file) { Metadata = ImageMetadata.Of(line.Json) });
}
