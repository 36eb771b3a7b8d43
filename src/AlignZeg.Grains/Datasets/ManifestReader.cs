using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Datasets;

/// <summary>Reads a manifest part by part; never more than one is in memory.</summary>
internal sealed class ManifestReader(ManifestParts manifest, IBlobStore blobs)
{
    /// <summary>The entries, in order; may be gone through again. What came is what was hashed only once the last one has come.</summary>
    /// <exception cref="InvalidDatasetException">A line is no entry, a part is cut within a line, or the parts are not those of the hash.</exception>
    /// <exception cref="StorageException">A part is gone or damaged.</exception>
    public async IAsyncEnumerable<DatasetImage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var bytes = new MemoryStream();
        int line = 1;
        for (int part = 0; part < manifest.Parts.Count; part++)
        {
            var content = await blobs.ReadContentAsync(manifest.Parts[part], bytes, cancellationToken);
            hash.AppendData(content.Span);
            if (part + 1 < manifest.Parts.Count && !content.Span.EndsWith("\n"u8))
                throw new InvalidDatasetException($"Part {part + 1} of the manifest, '{manifest.Parts[part].Name}', ends within a line; cut manifests between lines.");
            foreach (var image in DatasetManifest.Read(content, line)) yield return image;
            line += content.Span.Count((byte)'\n');
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != manifest.Sha256)
            throw new InvalidDatasetException("The parts of the manifest are not those that its hash was made of; write the manifest again.");
    }
}
